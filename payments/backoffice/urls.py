"""Getting paid: online through the shop's account at Stripe, by transfer and at collection."""

from django.urls import path

from payments.backoffice import money, refunds, transfers, unseen, views, ways

urlpatterns = [
    path("payments/", views.payments, name="bo_payments"),
    path("payments/connection/", views.connect, name="bo_payments_connect"),
    path("payments/return/", views.come_back, name="bo_payments_return"),
    path("payments/disconnection/", views.disconnection, name="bo_payments_disconnection"),
    path("payments/accounts/<id:pk>/", views.take_up, name="bo_payments_take_up"),
    path("payments/unseen/<id:pk>/", unseen.look_up, name="bo_payment_look_up"),
    path("payments/strays/<id:pk>/", unseen.stray_look, name="bo_stray_payment"),
    path("payments/ways/", ways.ways, name="bo_ways"),
    path("money/", money.money, name="bo_money"),
    path("money/reading/", money.reading, name="bo_money_reading"),
    path("money/export/", money.export, name="bo_money_export"),
    path("transfers/", transfers.transfers, name="bo_transfers"),
    path("transfers/statements/", transfers.statements, name="bo_statements"),
    path("transfers/<id:pk>/order/", transfers.match, name="bo_transfer_match"),
    path("transfers/<id:pk>/dismissal/", transfers.dismissal, name="bo_transfer_dismissal"),
    path("transfers/<id:pk>/return/", transfers.given_back, name="bo_transfer_return"),
    path("orders/<slug:number>/refund/", refunds.refund, name="bo_order_refund"),
    path("refunds/<id:pk>/return/", refunds.done, name="bo_refund_done"),
    path("refunds/<id:pk>/attempt/", refunds.again, name="bo_refund_again"),
    path("refunds/<id:pk>/end/", refunds.leave, name="bo_refund_leave"),
    path("orders/<slug:number>/transfer/", transfers.received, name="bo_order_transfer"),
]
