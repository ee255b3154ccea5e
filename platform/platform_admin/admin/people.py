"""People with a login, and where they may work."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit.text import one_line
from platform_admin.admin.read_only import ReadOnlyAdmin, ReadOnlyMixin
from platform_admin.admin.refusing import RefusingAdmin
from platform_admin.site import admin_site
from tenants.models import Membership, User


class PersonForm(forms.ModelForm):
    """A new person has no password: they sign in by a code sent to their e-mail."""

    class Meta:
        model = User
        fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser")

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a person with this e-mail already."))
        return email

    def save(self, commit: bool = True) -> User:
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit)


class MembershipInline(ReadOnlyMixin, admin.TabularInline):
    """Who works in a shop, or where a person works: an owner's to decide. Here it would be a way in past their consent."""

    model = Membership
    fields = ("user", "tenant", "role")
    extra = 0


@admin.register(User, site=admin_site)
class PersonAdmin(RefusingAdmin):
    """
    People, never their passwords.

    Whoever may change an e-mail may sign in as that person, so platform staff and what they may do
    are changed by those who may do everything already. Nobody is deleted: orders and history name
    them; "active" closes their door.
    """

    form = PersonForm
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    readonly_fields = ("date_joined", "last_login")
    list_display = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    inlines = (MembershipInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the address of whoever works in a shop: a code sent to another one would open it without the owner's consent."""
        rights = () if request.user.is_superuser else ("is_staff", "is_superuser")  # type: ignore[union-attr]
        address = ("email",) if obj is not None and obj.memberships.exists() else ()
        return (*self.readonly_fields, *rights, *address)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_change_this = obj is None or request.user.is_superuser or not (obj.is_staff or obj.is_superuser)  # type: ignore[union-attr]
        return may_change_this and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership, site=admin_site)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("user", "tenant", "role", "created_at")
    list_select_related = ("user", "tenant")
    list_filter = ("role",)
    search_fields = ("user__email", "user__name", "tenant__name")
