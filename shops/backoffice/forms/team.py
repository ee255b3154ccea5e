"""Who is asked into the team, as what, and how they answer."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField
from tenants.models import Role

WHAT_FOR = {
    Role.OWNER: _("Everything, the team and the money account too"),
    Role.MANAGER: _("Orders, products, prices and the look of the shop"),
    Role.COUNTER: _("Prepare and hand over orders, sell over the counter, count stock"),
    Role.ACCOUNTANT: _("Read orders and money, change nothing"),
}
OTHERS = [role for role in Role if role != Role.OWNER]


def role_field(roles: Iterable[Role]) -> forms.ChoiceField:
    """Return the choice of a role."""
    choices = [(str(role), role.label) for role in roles]
    return forms.ChoiceField(
        label=_("Role"), choices=choices, widget=forms.RadioSelect, error_messages={"required": _("Choose what they do in the shop.")}
    )


class InviteForm(forms.Form):
    """An invitation. Ownership is not offered by mail: an owner makes somebody of the team one."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Write the address that the invitation goes to."),
            "invalid": _("Write a whole address, such as name@example.be."),
        },
    )
    role = role_field(OTHERS)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class RoleForm(forms.Form):
    """Another role for somebody of the team."""

    use_required_attribute = False

    role = role_field(list(Role))


class AcceptForm(forms.Form):
    """What an invited person is called."""

    use_required_attribute = False

    name = OneLineField(
        label=_("Your name"),
        max_length=80,
        autocomplete="name",
        error_messages={"required": _("Write your name, as your colleagues know you.")},
    )
