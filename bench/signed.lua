-- Posts signed messages, one a line of the file that the environment names: "signature<TAB>body".
dofile("bench/latency.lua")
local lines, place = {}, 0
for line in io.lines(os.getenv("SIGNED_EVENTS")) do lines[#lines + 1] = line end
request = function()
  place = place % #lines + 1
  local signature, body = lines[place]:match("^(.-)\t(.*)$")
  local headers = { ["Host"] = os.getenv("EVENTS_HOST"), ["Content-Type"] = "application/json", ["Stripe-Signature"] = signature }
  return wrk.format("POST", "/webhooks/stripe/connect/", headers, body)
end
