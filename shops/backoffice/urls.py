from django.urls import path

from shops.backoffice import invitations, sessions, shop_views, support, team
from shops.backoffice.history import history
from shops.backoffice.today import today
from shops.backoffice.undelivered import retries

urlpatterns = [
    path("", today, name="bo_today"),
    path("messages/retries/", retries, name="bo_retries"),
    path("shop/", shop_views.shop, name="bo_shop"),
    path("shop/texts/", shop_views.texts, name="bo_shop_texts"),
    path("shop/hours/", shop_views.hours, name="bo_shop_hours"),
    path("shop/identity/", shop_views.identity, name="bo_shop_identity"),
    path("shop/look/", shop_views.look, name="bo_shop_look"),
    path("shop/delivery/", shop_views.delivery, name="bo_shop_delivery"),
    path("shop/account/", shop_views.account, name="bo_shop_account"),
    path("shop/account/sessions/", sessions.sessions, name="bo_sessions"),
    path("shop/account/sessions/end/", sessions.sessions_end, name="bo_sessions_end"),
    path("team/", team.team, name="bo_team"),
    path("team/<id:pk>/", team.member, name="bo_member"),
    path("team/<id:pk>/removal/", team.member_removal, name="bo_member_removal"),
    path("team/<id:pk>/sessions/end/", team.member_sessions_end, name="bo_member_sessions_end"),
    path("team/invitations/new/", invitations.new_invitation, name="bo_invitation_new"),
    path("team/invitations/<id:pk>/mail/", invitations.invitation_mail, name="bo_invitation_mail"),
    path("team/invitations/<id:pk>/withdrawal/", invitations.invitation_withdrawal, name="bo_invitation_withdrawal"),
    path("team/support/new/", support.new_support, name="bo_support_new"),
    path("team/support/<id:pk>/answer/", support.support_answer, name="bo_support_answer"),
    path("team/support/<id:pk>/end/", support.support_end, name="bo_support_end"),
    path("account/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("history/", history, name="bo_history"),
    path("shop/pictures/<id:pk>/", shop_views.picture_state, name="bo_shop_picture"),
]
