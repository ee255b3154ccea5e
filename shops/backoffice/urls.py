from django.urls import path

from shops.backoffice import check, guide, help_views, home_views, invitations, launch_views, pause_views, sessions, shop_views, team
from shops.backoffice.history import history
from shops.backoffice.today import today
from shops.backoffice.undelivered import retries

urlpatterns = [
    path("", today, name="bo_today"),
    path("check/", check.check, name="bo_check"),
    path("guide/", guide.guide, name="bo_guide"),
    path("guide/closing/", guide.closing, name="bo_guide_closing"),
    path("launch/", launch_views.launching, name="bo_launch"),
    path("launch/opening/", launch_views.opening, name="bo_launch_opening"),
    path("launch/missing/<slug:key>/", launch_views.requirement, name="bo_launch_requirement"),
    path("shop/pause/", pause_views.pause, name="bo_shop_pause"),
    path("shop/pause/end/", pause_views.reopening, name="bo_shop_pause_end"),
    path("messages/retries/", retries, name="bo_retries"),
    path("help/", help_views.help_list, name="bo_help"),
    path("help/<slug:key>/", help_views.help_article, name="bo_help_article"),
    path("shop/", shop_views.shop, name="bo_shop"),
    path("shop/home/", home_views.home_page, name="bo_shop_home"),
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
    path("account/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("history/", history, name="bo_history"),
    path("shop/pictures/<id:pk>/", shop_views.picture_state, name="bo_shop_picture"),
]
