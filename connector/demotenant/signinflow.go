package demotenant

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// flow is where somebody stands in the sign-in pages.
type flow struct {
	Request authorization `json:"q"`
	// Account has been chosen; Known says that its password was right.
	Account int   `json:"u"`
	Known   bool  `json:"k"`
	Ends    int64 `json:"e"`
}

// nobody as the account of a flow means that none has been chosen.
const nobody = -1

// begin shows the first page, or none when a session and an earlier consent
// allow it.
func (t *Tenant) begin(w http.ResponseWriter, r *http.Request, a authorization) {
	f := flow{Request: a, Account: nobody, Ends: t.now().Add(flowLifetime).Unix()}
	session, signedIn := t.session(r)
	switch {
	case a.Prompt == "none" && !signedIn:
		t.refuse(w, r, a, refusal(50058))
	case a.Prompt == "none" && !t.hasConsent(a.Client, session, a.Scopes):
		app, _ := t.app(a.Client)
		problem := refusal(65001, a.Client, app.Name)
		problem.word = "consent_required"
		t.refuse(w, r, a, problem)
	case signedIn && (a.Prompt == "" || a.Prompt == "none" || a.Prompt == "consent"):
		f.Account, f.Known = session, true
		t.proceed(w, r, f)
	case a.Prompt != "select_account" && t.account(a.Hint) != nobody:
		f.Account = t.account(a.Hint)
		t.passwordPage(w, f, "")
	default:
		t.pickPage(w, f, "")
	}
}

// serveStep takes the forms of the sign-in pages.
func (t *Tenant) serveStep(w http.ResponseWriter, r *http.Request) {
	form, problem := readForm(w, r)
	if problem != nil {
		t.errorPage(w, r, problem)
		return
	}
	f, problem := t.openFlow(form.Get("flow"))
	if problem != nil {
		t.errorPage(w, r, problem)
		return
	}
	switch form.Get("step") {
	case "account":
		t.chooseAccount(w, f, form.Get("account"))
	case "password":
		t.checkPassword(w, r, f, form.Get("password"))
	case "consent":
		t.takeConsent(w, r, f, form)
	case "other":
		f.Account, f.Known = nobody, false
		t.pickPage(w, f, "")
	case "cancel":
		t.endSession(w)
		t.refuse(w, r, f.Request, refusal(65004))
	case "return":
		t.refuse(w, r, f.Request, t.needsAdmin(f))
	default:
		t.errorPage(w, r, refusal(9000411))
	}
}

func (t *Tenant) openFlow(text string) (flow, *oauthError) {
	var f flow
	if err := t.sealer.open(sealFlow, text, &f); err != nil {
		return f, missing("flow")
	}
	if t.now().Unix() >= f.Ends {
		return f, refusal(50089)
	}
	return f, nil
}

// account returns the number of an account that can sign in by its name.
func (t *Tenant) account(name string) int {
	for _, index := range [...]int{adminIndex, readerIndex} {
		if name != "" && strings.EqualFold(strings.TrimSpace(name), t.accountName(index)) {
			return index
		}
	}
	return nobody
}

func (t *Tenant) accountName(index int) string {
	u := t.user(index)
	return u.userPrincipalName()
}

func (t *Tenant) chooseAccount(w http.ResponseWriter, f flow, name string) {
	if f.Account = t.account(name); f.Account == nobody {
		t.pickPage(w, f, "This username may be incorrect. Make sure that you typed it correctly. Otherwise, contact your admin.")
		return
	}
	f.Known = false
	t.passwordPage(w, f, "")
}

func (t *Tenant) checkPassword(w http.ResponseWriter, r *http.Request, f flow, password string) {
	switch {
	case f.Account == nobody:
		t.pickPage(w, f, "")
	case password == "":
		t.passwordPage(w, f, "Please enter your password.")
	case password != Password:
		t.passwordPage(w, f, "Your account or password is incorrect. If you don't remember your password, reset it now.")
	default:
		f.Known = true
		t.startSession(w, f.Account)
		t.proceed(w, r, f)
	}
}

// proceed asks for consent where it lacks, and otherwise ends the sign-in.
func (t *Tenant) proceed(w http.ResponseWriter, r *http.Request, f flow) {
	a := f.Request
	covered := t.hasConsent(a.Client, f.Account, a.Scopes) && !a.AdminConsent
	switch {
	case covered && a.Prompt != "consent":
		t.finish(w, r, f)
	case f.lacksAdmin():
		t.approvalPage(w, f)
	default:
		t.consentPage(w, f)
	}
}

// lacksAdmin says that only an administrator can give the consent.
func (f flow) lacksAdmin() bool {
	return f.Account != adminIndex && (f.Request.AdminConsent || slices.ContainsFunc(f.Request.Scopes, needsAdmin))
}

func needsAdmin(s scope) bool {
	p, _ := permissionNamed(s.Name)
	return p.AdminOnly
}

func (t *Tenant) needsAdmin(f flow) *oauthError {
	app, _ := t.app(f.Request.Client)
	return refusal(90094, app.Name)
}

func (t *Tenant) takeConsent(w http.ResponseWriter, r *http.Request, f flow, form url.Values) {
	switch {
	case !f.Known:
		t.pickPage(w, f, "")
	case form.Get("answer") != "accept":
		t.refuse(w, r, f.Request, refusal(65004))
	case f.lacksAdmin():
		t.approvalPage(w, f)
	case f.Request.AdminConsent:
		t.finishConsent(w, r, f.Request)
	default:
		user := f.Account
		if user == adminIndex && form.Get("organization") != "" {
			user = everybody
		}
		t.giveConsent(f.Request.Client, user, f.Request.Scopes)
		t.finish(w, r, f)
	}
}

// finish ends the sign-in with a code.
func (t *Tenant) finish(w http.ResponseWriter, r *http.Request, f flow) {
	t.redirect(w, r, f.Request, url.Values{"code": {t.newCode(f.Request, f.Account)}, "session_state": {newGUIDText()}})
}

// session is who the browser is signed in as.
type session struct {
	User int   `json:"u"`
	Ends int64 `json:"e"`
}

func (t *Tenant) session(r *http.Request) (int, bool) {
	cookie, err := r.Cookie(sessionCookie)
	if errors.Is(err, http.ErrNoCookie) {
		return nobody, false
	}
	var s session
	if err != nil || t.sealer.open(sealSession, cookie.Value, &s) != nil || t.now().Unix() >= s.Ends {
		return nobody, false
	}
	return s.User, true
}

func (t *Tenant) startSession(w http.ResponseWriter, user int) {
	s := session{User: user, Ends: t.now().Add(sessionLifetime).Unix()}
	setSession(w, t.sealer.seal(sealSession, s, 0), int(sessionLifetime/time.Second))
}

func (t *Tenant) endSession(w http.ResponseWriter) { setSession(w, "", -1) }

func setSession(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
