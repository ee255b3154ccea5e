"""The team: asked in by mail, given other work, let go."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from kit.clock import now
from kit.tenancy import bind
from shops.models import Invitation, OutboxMessage
from shops.services.deliver_outbox import deliver_outbox
from shops.services.team._members import LastOwner
from shops.services.team.accept import NotGood, accept, token_of
from shops.services.team.change_role import change_role
from shops.services.team.invite import MAILS_A_DAY, TooManyMails, invite, invite_again
from shops.services.team.remove_member import remove_member
from tenants.models import Membership, Role, Session, User
from tenants.services.add_member import add_member
from tests.answers import words_of
from tests.backoffice_tools import sign_in

NEW = "/backoffice/team/invitations/new/"


@pytest.fixture(autouse=True)
def _mails_stay_here(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ask(shop, email="luc@mail.test", role="accountant", language="fr"):
    return sign_in(shop).post(NEW, {"email": email, "role": role, "language": language})


def link_in_mail(shop):
    with shop.entered():
        deliver_outbox(now=now())
    return re.search(r"http://\S+(/backoffice/account/invitation/\S+/)", mail.outbox[-1].body)[1]


def says_yes(shop, link, name="Luc Dewit", client=None):
    return (client or Client(HTTP_HOST=shop.hostname)).post(link, {"name": name})


def member(shop, user):
    return Membership.objects.get(tenant=shop.tenant, user=user)


# ---- inviting -------------------------------------------------------------------------------------


def test_an_invitation_is_committed_with_its_mail_and_brings_somebody_in(bakery):
    assert ask(bakery).status_code == 303
    with bakery.entered():
        assert OutboxMessage.objects.filter(kind="invitation").count() == 1
    link = link_in_mail(bakery)
    (sent,) = mail.outbox
    assert (sent.to, "vous invite" in sent.subject) == (["luc@mail.test"], True)
    assert "comptable" in sent.body

    shown = Client(HTTP_HOST=bakery.hostname).get(link)
    assert (shown.status_code, Membership.objects.filter(user__email="luc@mail.test").exists()) == (200, False)
    answer = says_yes(bakery, link)

    assert (answer.status_code, answer["Location"]) == (303, "/backoffice/")
    luc = User.objects.get(email="luc@mail.test")
    assert (luc.name, luc.language, luc.has_usable_password(), luc.is_staff) == ("Luc Dewit", "fr", False, False)
    assert member(bakery, luc).role == "accountant"
    assert "Joined the team, as accountant Luc Dewit" in words_of(sign_in(bakery).get("/backoffice/history/"))


def test_a_link_signs_nobody_in(bakery):
    ask(bakery)
    client = Client(HTTP_HOST=bakery.hostname)

    says_yes(bakery, link_in_mail(bakery), client=client)

    assert client.get("/backoffice/")["Location"].startswith("/backoffice/account/login/")


def test_whoever_has_a_login_keeps_it_and_their_name(bakery, bookshop):
    ask(bakery, email="Cara@bookshop.test", role="counter")

    says_yes(bakery, link_in_mail(bakery), name="Somebody else")

    cara = User.objects.get(email="cara@bookshop.test")
    assert (cara.name, cara.check_password("correct horse battery")) == ("Cara", True)
    assert (member(bakery, cara).role, member(bookshop, cara).role) == ("counter", "owner")


def test_nobody_learns_whether_an_address_has_a_login(bakery, bookshop):
    pages = []
    for email in ("cara@bookshop.test", "nobody@mail.test"):
        ask(bakery, email=email)
        link = link_in_mail(bakery)
        shown, done = Client(HTTP_HOST=bakery.hostname).get(link), says_yes(bakery, link)
        pages.append((words_of(shown).replace(email, "X"), done.status_code, done["Location"]))

    assert pages[0] == pages[1]


def test_a_link_works_once(bakery):
    ask(bakery)
    link = link_in_mail(bakery)
    says_yes(bakery, link)
    with bakery.entered():
        remove_member(membership_id=Membership.objects.get(user__email="luc@mail.test").pk, now=now())

    again = says_yes(bakery, link)

    assert (again.status_code, "not good any more" in again.text or "plus valable" in again.text) == (410, True)
    assert not Membership.objects.filter(user__email="luc@mail.test").exists()


@pytest.mark.parametrize("ended", ["withdrawn", "sent again", "expired", "another role"])
def test_a_link_that_was_taken_back_replaced_or_is_too_old_opens_nothing(bakery, ended, time_machine):
    ask(bakery)
    link = link_in_mail(bakery)
    with bakery.entered():
        pk = Invitation.objects.get().pk
    client = sign_in(bakery)
    if ended == "withdrawn":
        assert client.post(f"/backoffice/team/invitations/{pk}/withdrawal/").status_code == 303
    elif ended == "sent again":
        assert client.post(f"/backoffice/team/invitations/{pk}/mail/").status_code == 303
    elif ended == "another role":
        ask(bakery, role="counter")
    else:
        time_machine.move_to(now() + dt.timedelta(days=7, minutes=1))

    assert says_yes(bakery, link).status_code == 410
    assert not User.objects.filter(email="luc@mail.test").exists()
    if ended == "sent again":
        assert says_yes(bakery, link_in_mail(bakery)).status_code == 303


def test_a_link_of_one_shop_opens_nothing_in_another(bakery, bookshop):
    ask(bakery)
    ask(bookshop, email="other@mail.test")
    link = link_in_mail(bakery)

    assert says_yes(bookshop, link).status_code == 410
    assert says_yes(bakery, link).status_code == 303
    with bookshop.entered():
        assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1abc:xyz", "%00", "é", "a" * 300])
def test_a_forged_link_opens_nothing(bakery, token):
    answer = Client(HTTP_HOST=bakery.hostname).post(f"/backoffice/account/invitation/{token}/", {"name": "X"})

    assert answer.status_code in (400, 410)


def test_a_name_is_asked_for(bakery):
    ask(bakery)
    answer = says_yes(bakery, link_in_mail(bakery), name="  ")

    assert answer.status_code == 422
    assert not User.objects.filter(email="luc@mail.test").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nobody"}, {"email": "ben@bakery.test"}, {"email": "BEN@bakery.test"}, {"role": "owner"}, {"role": ""}, {"language": "xx"}],
)
def test_an_invitation_that_makes_no_sense_is_refused(bakery, wrong):
    answer = sign_in(bakery).post(NEW, {"email": "luc@mail.test", "role": "counter", "language": "fr", **wrong})

    assert answer.status_code == 422
    with bakery.entered():
        assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_a_shop_does_not_fill_mailboxes(bakery):
    with bakery.entered():
        for number in range(MAILS_A_DAY):
            invite(email=f"p{number}@mail.test", role="counter", language="fr", now=now())
        with pytest.raises(TooManyMails):
            invite(email="one-more@mail.test", role="counter", language="fr", now=now())
        with pytest.raises(TooManyMails):
            invite_again(invitation_id=Invitation.objects.first().pk, now=now())
    assert "Try again tomorrow" in ask(bakery).text


def test_a_removed_person_may_be_asked_again(bakery):
    with bakery.entered():
        remove_member(membership_id=member(bakery, bakery.staff).pk, now=now())

    assert ask(bakery, email="ben@bakery.test", role="counter").status_code == 303
    says_yes(bakery, link_in_mail(bakery))
    assert member(bakery, bakery.staff).role == "counter"


# ---- roles, leaving -------------------------------------------------------------------------------


def test_another_role_holds_from_the_next_request(bakery):
    ben = sign_in(bakery, bakery.staff)
    assert ben.get("/backoffice/products/new/").status_code == 200

    sign_in(bakery).post(f"/backoffice/team/{member(bakery, bakery.staff).pk}/", {"role": "counter"})

    assert ben.get("/backoffice/products/new/").status_code == 403


def test_whoever_is_removed_is_signed_out_here_at_once_and_nowhere_else(bakery, bookshop):
    Membership.objects.create(user=bakery.staff, tenant=bookshop.tenant, role=Role.COUNTER)
    here, there = sign_in(bakery, bakery.staff), sign_in(bookshop, bakery.staff)
    assert (here.get("/backoffice/").status_code, there.get("/backoffice/").status_code) == (200, 200)

    answer = sign_in(bakery).post(f"/backoffice/team/{member(bakery, bakery.staff).pk}/removal/")

    assert answer.status_code == 303
    assert not Session.objects.filter(user_id=bakery.staff.pk, scope_id=bakery.ref.id).exists()
    assert here.get("/backoffice/").status_code == 302
    assert there.get("/backoffice/").status_code == 200


def test_the_last_owner_stays(bakery):
    client, own = sign_in(bakery), member(bakery, bakery.owner)

    lowered = client.post(f"/backoffice/team/{own.pk}/", {"role": "manager"})
    left = client.post(f"/backoffice/team/{own.pk}/removal/", follow=True)

    assert (lowered.status_code, "needs an owner" in lowered.text, "needs an owner" in left.text) == (422, True, True)
    assert member(bakery, bakery.owner).role == "owner"


def test_an_owner_may_go_once_there_is_another(bakery):
    client = sign_in(bakery)
    client.post(f"/backoffice/team/{member(bakery, bakery.staff).pk}/", {"role": "owner"})

    assert client.post(f"/backoffice/team/{member(bakery, bakery.owner).pk}/removal/").status_code == 303

    assert [m.role for m in Membership.objects.filter(tenant=bakery.tenant)] == ["owner"]
    assert client.get("/backoffice/").status_code == 302


@pytest.mark.parametrize("how", ["removed", "lowered"])
def test_what_an_owner_offered_ends_when_they_own_the_shop_no_more(bakery, how):
    ask(bakery, email="friend@mail.test")
    link = link_in_mail(bakery)
    anna = member(bakery, bakery.owner)
    with bakery.entered():
        change_role(membership_id=member(bakery, bakery.staff).pk, role=Role.OWNER, now=now())
        if how == "removed":
            remove_member(membership_id=anna.pk, now=now())
        else:
            change_role(membership_id=anna.pk, role=Role.COUNTER, now=now())

    assert says_yes(bakery, link).status_code == 410
    assert not Membership.objects.filter(user__email="friend@mail.test").exists()


def test_what_an_owner_was_sending_while_they_were_lowered_opens_nothing(bakery):
    ask(bakery, email="friend@mail.test")
    link = link_in_mail(bakery)
    Membership.objects.filter(tenant=bakery.tenant, user=bakery.owner).update(role=Role.COUNTER)  # the taking back did not see it yet

    assert says_yes(bakery, link).status_code == 410
    assert not Membership.objects.filter(user__email="friend@mail.test").exists()
    with bakery.entered():
        assert Invitation.objects.get().accepted_at is None


def test_a_link_in_the_drawer_does_not_let_somebody_back_in(bakery):
    ask(bakery, email="ben@mail.test")
    link = link_in_mail(bakery)
    with bakery.entered():
        ben = add_member(tenant=bakery.tenant, email="ben@mail.test", role=Role.COUNTER, name="Ben", language="en")
        remove_member(membership_id=ben.pk, now=now())

    assert says_yes(bakery, link).status_code == 410


def test_a_closed_login_counts_as_no_owner(bakery):
    with bakery.entered():
        change_role(membership_id=member(bakery, bakery.staff).pk, role=Role.OWNER, now=now())
        User.objects.filter(pk=bakery.staff.pk).update(is_active=False)
        with pytest.raises(LastOwner):
            remove_member(membership_id=member(bakery, bakery.owner).pk, now=now())


def test_people_of_another_shop_are_out_of_reach(bakery, bookshop):
    cara = member(bookshop, bookshop.owner)
    client = sign_in(bakery)

    for path in ("", "removal/", "sessions/end/"):
        assert client.post(f"/backoffice/team/{cara.pk}/{path}", {"role": "counter"}).status_code == 404
    with bakery.entered(), pytest.raises(Membership.DoesNotExist):
        remove_member(membership_id=cara.pk, now=now())
    assert member(bookshop, bookshop.owner).role == "owner"


LOWER = (
    lambda pk: change_role(membership_id=pk, role=Role.COUNTER, now=now()),
    lambda pk: remove_member(membership_id=pk, now=now()),
)


@pytest.mark.parametrize("deed", LOWER, ids=["another role", "removed"])
def test_two_owners_who_lower_each_other_at_once_leave_one(open_shop, at_once, deed):
    anna, ben = member(open_shop, open_shop.owner), member(open_shop, open_shop.staff)
    Membership.objects.filter(pk=ben.pk).update(role=Role.OWNER)
    try:
        results = at_once([lambda: deed(ben.pk), lambda: deed(anna.pk)])

        assert [type(result) for result in results].count(LastOwner) == 1
        assert Membership.objects.filter(tenant=open_shop.tenant, role=Role.OWNER).count() == 1
    finally:
        for row, role in ((anna, Role.OWNER), (ben, Role.MANAGER)):
            row.role = role
            row.save()


def test_one_link_used_twice_at_once_is_used_once(open_shop, at_once):
    with bind(open_shop.ref):
        token = token_of(invite(email="twice@mail.test", role="counter", language="fr", now=now()))
    try:
        results = at_once([lambda: accept(token=token, name="A", now=now()), lambda: accept(token=token, name="B", now=now())])

        assert sorted(type(result).__name__ for result in results) == ["NotGood", "User"]
        assert Membership.objects.filter(user__email="twice@mail.test").count() == 1
        assert NotGood in [type(result) for result in results]
    finally:
        User.objects.filter(email="twice@mail.test").delete()
        with bind(open_shop.ref):
            Invitation.objects.all().delete()
