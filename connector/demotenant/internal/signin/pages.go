package signin

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/seal"
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
func (p *Provider) page(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := pageSet.ExecuteTemplate(&out, name+".html", data); err != nil {
		p.options.Logger.Error("page", "name", name, "error", err)
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

func (p *Provider) stepPage(f flow, problem string) stepPage {
	shown := stepPage{
		Flow:    p.sealer.Seal(seal.Flow, f, 0),
		Action:  "/" + f.Request.Tenant + "/login",
		Company: p.company.Options.Name,
		Problem: problem,
	}
	if f.Account != nobody {
		shown.Account = p.accountName(f.Account)
	}
	if app, found := p.app(f.Request.Client); found {
		shown.App, shown.Client = app.Name, app.ID
	}
	return shown
}

func (p *Provider) pickPage(w http.ResponseWriter, f flow, problem string) {
	shown := p.stepPage(f, problem)
	shown.Hint = f.Request.Hint
	for _, choice := range [...]struct {
		index    int
		id, role string
	}{{company.AdminIndex, "account-admin", "Global Administrator"}, {company.ReaderIndex, "account-user", "No administrator role"}} {
		u := p.company.User(choice.index)
		shown.Accounts = append(shown.Accounts, accountChoice{
			choice.id, u.DisplayName(), p.accountName(choice.index), choice.role,
		})
	}
	p.page(w, http.StatusOK, "pick", shown)
}

func (p *Provider) passwordPage(w http.ResponseWriter, f flow, problem string) {
	shown := p.stepPage(f, problem)
	shown.Password = Password
	p.page(w, http.StatusOK, "password", shown)
}

func (p *Provider) consentPage(w http.ResponseWriter, f flow) {
	shown := p.stepPage(f, "")
	shown.Organization = f.Request.AdminConsent
	shown.Admin = f.Account == company.AdminIndex && !shown.Organization
	for _, s := range f.Request.Scopes {
		if s.Name == "openid" || s.Name == "profile" || s.Name == "email" {
			continue // Microsoft folds these into one line
		}
		if listed, found := permissionNamed(s.Name); found {
			shown.Consents = append(shown.Consents, listed)
		}
	}
	if Holds(f.Request.Scopes, "openid") {
		listed, _ := permissionNamed("profile")
		shown.Consents = append(shown.Consents, listed)
	}
	p.page(w, http.StatusOK, "consent", shown)
}

func (p *Provider) approvalPage(w http.ResponseWriter, f flow) {
	shown := p.stepPage(f, p.needsAdmin(f).text)
	p.page(w, http.StatusOK, "approval", shown)
}

// errorPage shows an error that never comes back to the client.
func (p *Provider) errorPage(w http.ResponseWriter, r *http.Request, problem *oauthError) {
	report := p.report(r, problem)
	p.page(w, http.StatusBadRequest, "error", map[string]any{
		"Company": p.company.Options.Name, "Code": report.code, "Text": report.text, "Trace": report.trace,
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
func (p *Provider) serveNativeClient(w http.ResponseWriter, _ *http.Request) {
	p.page(w, http.StatusOK, "nativeclient", nil)
}

// serveStart says what is served here, to somebody who opens the address.
func (p *Provider) serveStart(w http.ResponseWriter, _ *http.Request) {
	p.page(w, http.StatusOK, "start", map[string]any{
		"Company": p.company.Options.Name, "ID": p.company.ID, "Domain": p.company.Domain, "Client": ClientID, "Password": Password,
		"Admin": p.accountName(company.AdminIndex), "Reader": p.accountName(company.ReaderIndex), "Users": p.company.Options.Users,
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
