"""Logging in, by django-allauth in our words: its adapters and forms, and the few of its pages that we use.

No sign-up, no e-mail, no social log-in: what has no address here cannot be reached. Every template is
ours (tested). Second factor by an app's code, ten recovery codes beside it.
"""

import time
from collections.abc import Callable
from typing import Any, Final

import segno
from allauth.account import forms as account_forms
from allauth.account import views as account_views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.base import views as code_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp import views as totp_views
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode

from siip.kernel.ids import uuid7
from siip.kernel.refused import Refused
from siip.people import accounts, enrolments
from siip.people.models import Account
from siip.web.asked import ConsoleRequest
from siip.web.console.enrolled import enrolment_id, forget_enrolment
from siip.web.console.held import take_back
from siip.web.ui.errors import error_page
from siip.web.ui.forms import TokenForm, Worded, attempt, show

RECENT: Final = 600
"""Seconds after a full log-in in which a PIN may be set and a browser enrolled."""

# By allauth's names; what it says and we do not list is not said at all.
SAID: Final = {
    "account/messages/password_changed.txt": "Kata sandi Anda sudah diganti.",
    "account/messages/logged_out.txt": "Anda sudah keluar.",
    "mfa/messages/totp_activated.txt": "Verifikasi dua langkah sudah terpasang. Simpan kode cadangan Anda.",
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account adapter: our words, our acts, nothing by mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Nama pengguna atau kata sandi salah. Periksa keduanya, lalu coba lagi.",
        "too_many_login_attempts": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
        "incorrect_password": "Kata sandi salah. Coba lagi.",
        "enter_current_password": "Kata sandi yang sekarang salah. Periksa, lalu coba lagi.",
        "incorrect_code": "Kode salah atau sudah dipakai. Tunggu kode berikutnya, lalu ketik yang baru.",
        "rate_limited": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Only now, with a right password, is anything said about the account itself."""
        if not user.is_active:
            return error_page(request, 403, "Akun ini sudah ditutup. Hubungi pengelola kecamatan Anda.")
        if accounts.has_lapsed(user, request.now):  # type: ignore[attr-defined]  # web.middleware
            return error_page(
                request,
                403,
                "Kata sandi awal ini sudah lewat waktunya. Mintalah kata sandi awal yang baru kepada pengelola.",
            )
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if said := SAID.get(message_template or ""):
            messages.add_message(request, level, said)

    def set_password(self, user: Account, password: str) -> None:
        request: ConsoleRequest = context.request
        changed = accounts.change_password(user.pk, password=password, by=request.actor, at=request.now, id=uuid7())
        user.password, user.start_until = changed.password, None  # the session goes on with this object

    def clean_password(self, password: str, user: Account | None = None) -> str:
        return password  # asked by the act, where every way to set one passes

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/kantor/"

    def logout(self, request: ConsoleRequest) -> None:
        if (known := enrolment_id(request)) is not None:
            enrolments.end(known, by=request.actor, at=request.now, id=uuid7())
            forget_enrolment(request)
        super().logout(request)

    def is_reauthentication_required(self, **kwargs: Any) -> bool:
        """Whoever logged in within the last minutes is not asked again, as allauth would."""
        return not _within("password", self.request or context.request, 300)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's adapter for second factors: secrets lie sealed under the account's own key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": "Pasang dahulu verifikasi dua langkah, lalu buat kode cadangan.",
    }

    def encrypt(self, text: str) -> str:
        return accounts.seal_secret(context.request.user, text)

    def decrypt(self, encrypted_text: str) -> str:
        return accounts.open_secret(encrypted_text)

    def get_totp_issuer(self) -> str:
        request: ConsoleRequest = context.request
        return f"SIIP {request.kecamatan.name}"

    def build_totp_svg(self, url: str) -> str:
        # Its own white ground and margin: on a dark page a camera would see nothing.
        inline = segno.make(url, error="m", micro=False).svg_inline(border=4, light="white")
        return inline.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)  # shown as a picture of its own


class _Ours(forms.Form):
    """Mixed into a form of allauth: our labels and hints, none of its grey words inside the fields."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)


_CODE = {"inputmode": "numeric", "class": "n short", "autocomplete": "one-time-code"}


class LoginForm(Worded, _Ours, account_forms.LoginForm):
    words = {"login": ("Nama pengguna", ""), "password": ("Kata sandi", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class AgainForm(Worded, _Ours, account_forms.ReauthenticateForm):
    words = {"password": ("Kata sandi", "")}


class PasswordForm(Worded, _Ours, account_forms.ChangePasswordForm):
    words = {
        "oldpassword": ("Kata sandi sekarang", "Bila baru dibukakan akun: kata sandi awal dari pengelola."),
        "password1": (
            "Kata sandi baru",
            "Paling sedikit 10 huruf. Tiga kata yang tidak berhubungan mudah diingat dan sulit ditebak.",
        ),
        "password2": ("Kata sandi baru, sekali lagi", ""),
    }

    def clean(self) -> dict[str, Any]:
        """The act is done here: allauth's views have no place for a refusal once a form is valid."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                account_forms.flows.password_change.change_password(self.user, cleaned["password1"])
            except Refused as refused:
                self.add_error("password1", ValidationError(refused.message, code=refused.code))
        return cleaned

    def save(self) -> None:
        pass  # done by clean


class _UsedOnce(forms.Form):
    """A code is taken once. allauth remembers one for 30 seconds; with the tolerance it lives for 90."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed into
        factor = self.authenticator  # type: ignore[attr-defined]
        if factor.type == Authenticator.Type.TOTP:
            digits = "".join(sign for sign in code if sign.isdigit())
            if not cache.add(f"siip.code:{factor.user_id}:{digits}", 1, timeout=120):
                raise ValidationError(str(AccountAdapter.error_messages["incorrect_code"]), code="incorrect_code")
        return code


class CodeForm(Worded, _UsedOnce, _Ours, code_forms.AuthenticateForm):
    words = {"code": ("Kode verifikasi", "Enam angka dari aplikasi di telepon Anda, atau satu kode cadangan.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= _CODE


class CodeAgainForm(Worded, _UsedOnce, _Ours, code_forms.ReauthenticateForm):
    words = CodeForm.words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= _CODE


class ActivateForm(Worded, _Ours, totp_forms.ActivateTOTPForm):
    words = {"code": ("Kode dari aplikasi", "Enam angka yang sekarang tampil di telepon Anda.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= _CODE

    @property
    def spelled(self) -> str:
        """The secret for whoever types it, in groups of four."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def logged_in_recently(request: HttpRequest) -> bool:
    """Whether password and code were both given within the last ten minutes."""
    return _within("password", request, RECENT) and _within("mfa", request, RECENT)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send to the page that asks for what is missing of a full log-in, and back to this one."""
    account: Account = request.user  # type: ignore[assignment]
    back = urlencode({"next": request.get_full_path()})
    if not accounts.has_second_factor(account):
        return HttpResponseRedirect(f"{reverse('mfa_activate_totp')}?{back}")
    wanted = "mfa_reauthenticate" if _within("password", request, RECENT) else "account_reauthenticate"
    return HttpResponseRedirect(f"{reverse(wanted)}?{back}")


@login_required
def security(request: ConsoleRequest) -> HttpResponse:
    context = {
        "has_second_factor": accounts.has_second_factor(request.user),
        "has_recovery_codes": accounts.has_recovery_codes(request.user),
        "signs": accounts.must_have_second_factor(request.actor),
    }
    return render(request, "mfa/index.html", context)


@login_required
def set_up(request: ConsoleRequest) -> HttpResponse:
    """allauth's page for the telephone, whose effect is written down."""
    return _watched(request, totp_views.activate_totp)


@login_required
def new_codes(request: ConsoleRequest) -> HttpResponse:
    """allauth's page for recovery codes, whose effect is written down."""
    return _watched(request, recovery_views.generate_recovery_codes)


@login_required
def other_telephone(request: ConsoleRequest) -> HttpResponse:
    """Take off the second factor of the old telephone; who signs is sent on to set up the new one."""
    if not logged_in_recently(request):
        return ask_again(request)
    form = TokenForm(request.POST or None)
    if form.is_valid() and attempt(
        form, accounts.change_telephone, account_id=request.user.pk, recent_login=True, by=request.actor,
        at=request.now, **form.act(),
    ) is not None:  # fmt: skip
        return redirect("mfa_activate_totp")
    return show(request, "mfa/totp/deactivate_form.html", form)


def keep_session(request: ConsoleRequest) -> None:
    """Put off the end of a session in use; written once a minute, so that most pages only read."""
    minute = int(request.now.timestamp()) // 60
    if request.session.get("minute") != minute:
        request.session["minute"] = minute


def too_many(request: HttpRequest) -> HttpResponse:
    """handler429 of allauth's limits."""
    return error_page(request, 429)


def _watched(request: ConsoleRequest, page: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    if request.method != "POST":  # a page that is only read must not take the lock of writing
        return page(request)
    return accounts.watch_second_factor(
        account_id=request.user.pk, step=lambda: page(request), by=request.actor, at=request.now, id=uuid7()
    )


def _within(method: str, request: HttpRequest, seconds: int) -> bool:
    # allauth notes these moments by the clock of the machine, whatever `request.now` is in a rehearsal.
    user = request.user if request.user.is_authenticated else None
    return any(
        record.get("method") == method and 0 <= time.time() - record["at"] <= seconds
        for record in get_authentication_records(request, user)
    )


urlpatterns = [
    path("masuk/", account_views.login, name="account_login"),
    path("keluar/", account_views.logout, name="account_logout"),
    path("sandi/", account_views.password_change, name="account_change_password"),
    path("sandi/ulangi/", account_views.reauthenticate, name="account_reauthenticate"),
    path("sandi/layar/", take_back, name="account_take_back"),
    path("kode/", code_views.authenticate, name="mfa_authenticate"),
    path("kode/ulangi/", code_views.reauthenticate, name="mfa_reauthenticate"),
    path("keamanan/", security, name="mfa_index"),
    path("dua-langkah/", set_up, name="mfa_activate_totp"),
    path("dua-langkah/ganti/", other_telephone, name="mfa_deactivate_totp"),
    path("kode-cadangan/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode-cadangan/baru/", new_codes, name="mfa_generate_recovery_codes"),
]
