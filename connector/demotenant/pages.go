package demotenant

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed pages
var pageFiles embed.FS

// pageSet holds one template for each page, all in the same frame.
var pageSet = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

// secure keeps answers of the sign-in out of caches, frames and referrers.
func secure(h http.Header) {
	h.Set("Cache-Control", "no-store, no-cache")
	h.Set("Pragma", "no-cache")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'")
}

// page writes one of the pages; data must fit its template.
func (t *Tenant) page(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := pageSet.ExecuteTemplate(&out, name+".html", data); err != nil {
		t.options.Logger.Error("page", "name", name, "error", err)
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // the browser has gone otherwise
}

// accountChoice is a tile of "Pick an account".
type accountChoice struct{ ID, Name, UPN, Role string }

// stepPage is what the pages of the sign-in show.
type stepPage struct {
	Flow     string
	Action   string
	Company  string
	Problem  string
	Account  string
	Hint     string
	Password string
	Accounts []accountChoice
	App      string
	Client   string
	Consents []permission
	// Admin can tick a box to consent for everybody; Organization means that it
	// is about everybody anyway.
	Admin, Organization bool
}

func (t *Tenant) stepPage(f flow, problem string) stepPage {
	p := stepPage{
		Flow:    t.sealer.seal(sealFlow, f, 0),
		Action:  "/" + f.Request.Tenant + "/login",
		Company: t.options.TenantName,
		Problem: problem,
	}
	if f.Account != nobody {
		p.Account = t.accountName(f.Account)
	}
	if app, found := t.app(f.Request.Client); found {
		p.App, p.Client = app.Name, app.ID
	}
	return p
}

func (t *Tenant) pickPage(w http.ResponseWriter, f flow, problem string) {
	p := t.stepPage(f, problem)
	p.Hint = f.Request.Hint
	for _, choice := range [...]struct {
		index    int
		id, role string
	}{{adminIndex, "account-admin", "Global Administrator"}, {readerIndex, "account-user", "No administrator role"}} {
		u := t.user(choice.index)
		p.Accounts = append(p.Accounts, accountChoice{
			choice.id, u.displayName(), t.accountName(choice.index), choice.role,
		})
	}
	t.page(w, http.StatusOK, "pick", p)
}

func (t *Tenant) passwordPage(w http.ResponseWriter, f flow, problem string) {
	p := t.stepPage(f, problem)
	p.Password = Password
	t.page(w, http.StatusOK, "password", p)
}

func (t *Tenant) consentPage(w http.ResponseWriter, f flow) {
	p := t.stepPage(f, "")
	p.Organization = f.Request.AdminConsent
	p.Admin = f.Account == adminIndex && !p.Organization
	for _, s := range f.Request.Scopes {
		if s.Name == "openid" || s.Name == "profile" || s.Name == "email" {
			continue // Microsoft folds these into one line
		}
		if listed, found := permissionNamed(s.Name); found {
			p.Consents = append(p.Consents, listed)
		}
	}
	if holds(f.Request.Scopes, "openid") {
		listed, _ := permissionNamed("profile")
		p.Consents = append(p.Consents, listed)
	}
	t.page(w, http.StatusOK, "consent", p)
}

func (t *Tenant) approvalPage(w http.ResponseWriter, f flow) {
	p := t.stepPage(f, t.needsAdmin(f).text)
	t.page(w, http.StatusOK, "approval", p)
}

// errorPage shows an error that never comes back to the client.
func (t *Tenant) errorPage(w http.ResponseWriter, r *http.Request, problem *oauthError) {
	report := t.report(r, problem)
	t.page(w, http.StatusBadRequest, "error", map[string]any{
		"Company": t.options.TenantName, "Code": report.code, "Text": report.text, "Trace": report.trace,
		"Correlation": report.correlation, "At": report.at.Format(oauthTime),
	})
}

// postPage takes an answer to the client as a form (response_mode=form_post).
type postPage struct {
	Address string
	Values  url.Values
}

// serveNativeClient is the page behind Microsoft's redirect URI for native
// applications: blank, with the answer in the address bar.
func (t *Tenant) serveNativeClient(w http.ResponseWriter, _ *http.Request) {
	t.page(w, http.StatusOK, "nativeclient", nil)
}

// serveStart says what is served here, to somebody who opens the address.
func (t *Tenant) serveStart(w http.ResponseWriter, _ *http.Request) {
	t.page(w, http.StatusOK, "start", map[string]any{
		"Company": t.options.TenantName, "ID": t.id, "Domain": t.domain, "Client": ClientID, "Password": Password,
		"Admin": t.accountName(adminIndex), "Reader": t.accountName(readerIndex), "Users": t.options.Users,
	})
}

// Initials are what stands in the avatar of an account.
func (a accountChoice) Initials() string {
	var initials strings.Builder
	for _, part := range strings.Fields(a.Name) {
		initials.WriteString(string([]rune(part)[0]))
	}
	return initials.String()
}
