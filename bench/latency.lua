-- Prints what bench/pages.py reads: how many, how slow at the 95th percentile, how many that were no 2xx.
done = function(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format("requests=%d p95_ms=%.3f failed=%d\n", summary.requests, latency:percentile(95) / 1000, failed))
end
