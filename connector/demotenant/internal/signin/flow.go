package signin

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/seal"
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
func (p *Provider) begin(w http.ResponseWriter, r *http.Request, a authorization) {
	f := flow{Request: a, Account: nobody, Ends: p.company.Now().Add(flowLifetime).Unix()}
	session, signedIn := p.session(r)
	switch {
	case a.Prompt == "none" && !signedIn:
		p.refuse(w, r, a, refusal(50058))
	case a.Prompt == "none" && !p.hasConsent(a.Client, session, a.Scopes):
		app, _ := p.app(a.Client)
		problem := refusal(65001, a.Client, app.Name)
		problem.word = "consent_required"
		p.refuse(w, r, a, problem)
	case signedIn && (a.Prompt == "" || a.Prompt == "none" || a.Prompt == "consent"):
		f.Account, f.Known = session, true
		p.proceed(w, r, f)
	case a.Prompt != "select_account" && p.account(a.Hint) != nobody:
		f.Account = p.account(a.Hint)
		p.passwordPage(w, f, "")
	default:
		p.pickPage(w, f, "")
	}
}

// serveStep takes the forms of the sign-in pages.
func (p *Provider) serveStep(w http.ResponseWriter, r *http.Request) {
	form, problem := readForm(w, r)
	if problem != nil {
		p.errorPage(w, r, problem)
		return
	}
	f, problem := p.openFlow(form.Get("flow"))
	if problem != nil {
		p.errorPage(w, r, problem)
		return
	}
	switch form.Get("step") {
	case "account":
		p.chooseAccount(w, f, form.Get("account"))
	case "password":
		p.checkPassword(w, r, f, form.Get("password"))
	case "consent":
		p.takeConsent(w, r, f, form)
	case "other":
		f.Account, f.Known = nobody, false
		p.pickPage(w, f, "")
	case "cancel":
		p.endSession(w)
		p.refuse(w, r, f.Request, refusal(65004))
	case "return":
		p.refuse(w, r, f.Request, p.needsAdmin(f))
	default:
		p.errorPage(w, r, refusal(9000411))
	}
}

func (p *Provider) openFlow(text string) (flow, *oauthError) {
	var f flow
	if err := p.sealer.Open(seal.Flow, text, &f); err != nil {
		return f, missing("flow")
	}
	if p.company.Now().Unix() >= f.Ends {
		return f, refusal(50089)
	}
	return f, nil
}

// account returns the number of an account that can sign in by its name.
func (p *Provider) account(name string) int {
	for _, index := range [...]int{company.AdminIndex, company.ReaderIndex} {
		if name != "" && strings.EqualFold(strings.TrimSpace(name), p.accountName(index)) {
			return index
		}
	}
	return nobody
}

func (p *Provider) accountName(index int) string {
	u := p.company.User(index)
	return u.UserPrincipalName()
}

func (p *Provider) chooseAccount(w http.ResponseWriter, f flow, name string) {
	if f.Account = p.account(name); f.Account == nobody {
		p.pickPage(w, f, "This username may be incorrect. Make sure that you typed it correctly. Otherwise, contact your admin.")
		return
	}
	f.Known = false
	p.passwordPage(w, f, "")
}

func (p *Provider) checkPassword(w http.ResponseWriter, r *http.Request, f flow, password string) {
	switch {
	case f.Account == nobody:
		p.pickPage(w, f, "")
	case password == "":
		p.passwordPage(w, f, "Please enter your password.")
	case password != Password:
		p.passwordPage(w, f, "Your account or password is incorrect. If you don't remember your password, reset it now.")
	default:
		f.Known = true
		p.startSession(w, f.Account)
		p.proceed(w, r, f)
	}
}

// proceed asks for consent where it lacks, and otherwise ends the sign-in.
func (p *Provider) proceed(w http.ResponseWriter, r *http.Request, f flow) {
	a := f.Request
	covered := p.hasConsent(a.Client, f.Account, a.Scopes) && !a.AdminConsent
	switch {
	case covered && a.Prompt != "consent":
		p.finish(w, r, f)
	case f.lacksAdmin():
		p.approvalPage(w, f)
	default:
		p.consentPage(w, f)
	}
}

// lacksAdmin says that only an administrator can give the consent.
func (f flow) lacksAdmin() bool {
	return f.Account != company.AdminIndex && (f.Request.AdminConsent || slices.ContainsFunc(f.Request.Scopes, needsAdmin))
}

func needsAdmin(s scope) bool {
	p, _ := permissionNamed(s.Name)
	return p.AdminOnly
}

func (p *Provider) needsAdmin(f flow) *oauthError {
	app, _ := p.app(f.Request.Client)
	return refusal(90094, app.Name)
}

func (p *Provider) takeConsent(w http.ResponseWriter, r *http.Request, f flow, form url.Values) {
	switch {
	case !f.Known:
		p.pickPage(w, f, "")
	case form.Get("answer") != "accept":
		p.refuse(w, r, f.Request, refusal(65004))
	case f.lacksAdmin():
		p.approvalPage(w, f)
	case f.Request.AdminConsent:
		p.finishConsent(w, r, f.Request)
	default:
		user := f.Account
		if user == company.AdminIndex && form.Get("organization") != "" {
			user = everybody
		}
		p.giveConsent(f.Request.Client, user, f.Request.Scopes)
		p.finish(w, r, f)
	}
}

// finish ends the sign-in with a code.
func (p *Provider) finish(w http.ResponseWriter, r *http.Request, f flow) {
	p.redirect(w, r, f.Request, url.Values{"code": {p.newCode(f.Request, f.Account)}, "session_state": {connector.NewGUID()}})
}

// session is who the browser is signed in as.
type session struct {
	User int   `json:"u"`
	Ends int64 `json:"e"`
}

func (p *Provider) session(r *http.Request) (int, bool) {
	cookie, err := r.Cookie(sessionCookie)
	if errors.Is(err, http.ErrNoCookie) {
		return nobody, false
	}
	var s session
	if err != nil || p.sealer.Open(seal.Session, cookie.Value, &s) != nil || p.company.Now().Unix() >= s.Ends {
		return nobody, false
	}
	return s.User, true
}

func (p *Provider) startSession(w http.ResponseWriter, user int) {
	s := session{User: user, Ends: p.company.Now().Add(sessionLifetime).Unix()}
	setSession(w, p.sealer.Seal(seal.Session, s, 0), int(sessionLifetime/time.Second))
}

func (p *Provider) endSession(w http.ResponseWriter) { setSession(w, "", -1) }

func setSession(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
