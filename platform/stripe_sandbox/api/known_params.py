"""Top-level parameters of each operation, from the client library 16.1.0 (API 2026-10-28.endive)."""


def names(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


PAGE = frozenset({"ending_before", "expand", "limit", "starting_after"})
EXPAND = frozenset({"expand"})
ACCOUNT = names(
    """
    account_token configuration contact_email contact_phone dashboard defaults display_name identity include metadata
    """
)
CREATE_SESSION = names(
    """
    adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types automatic_tax
    billing_address_collection branding_settings cancel_url client_reference_id consent_collection currency
    custom_fields custom_text customer customer_account customer_creation customer_email customer_update discounts
    excluded_payment_method_types expand expires_at integration_identifier invoice_creation line_items locale
    managed_payments metadata mode name_collection optional_items origin_context payment_intent_data
    payment_method_collection payment_method_configuration payment_method_data payment_method_options permissions
    phone_number_collection redirect_on_completion return_url saved_payment_method_options setup_intent_data
    shipping_address_collection shipping_options submit_type subscription_data success_url tax_id_collection ui_mode
    wallet_options
    """
)
CREATE_REFUND = names(
    """
    amount charge currency customer expand instructions_email metadata origin payment_intent reason
    refund_application_fee reverse_transfer
    """
)

KNOWN: dict[str, frozenset[str]] = {
    "POST /v1/checkout/sessions": CREATE_SESSION,
    "GET /v1/checkout/sessions": PAGE
    | {"created", "customer", "customer_account", "customer_details", "payment_intent", "payment_link", "status", "subscription"},
    "GET /v1/checkout/sessions/{id}": EXPAND,
    "POST /v1/checkout/sessions/{id}/expire": EXPAND,
    "GET /v1/checkout/sessions/{id}/line_items": PAGE,
    "GET /v1/payment_intents": PAGE | {"created", "customer", "customer_account"},
    "GET /v1/payment_intents/{id}": EXPAND | {"client_secret"},
    "GET /v1/charges": PAGE | {"created", "customer", "payment_intent", "transfer_group"},
    "GET /v1/charges/{id}": EXPAND,
    "POST /v1/refunds": CREATE_REFUND,
    "GET /v1/refunds": PAGE | {"charge", "created", "payment_intent"},
    "GET /v1/refunds/{id}": EXPAND,
    "GET /v1/balance_transactions/{id}": EXPAND,
    "GET /v1/events": PAGE | {"created", "delivery_success", "type", "types"},
    "GET /v1/events/{id}": EXPAND,
    "POST /v2/core/accounts": ACCOUNT,
    "POST /v2/core/accounts/{id}": ACCOUNT,
    "GET /v2/core/accounts/{id}": frozenset({"include"}),
    "POST /v2/core/accounts/{id}/close": frozenset({"applied_configurations"}),
    "POST /v2/core/account_links": frozenset({"account", "use_case"}),
    "GET /v2/core/events/{id}": frozenset(),
}
