package changes

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/grid"
)

// opened is a window with the page, and where it has led.
type opened struct {
	*sessiontest.Window
	tenant *demotenant.Server
	page   *Page
	led    []string
}

func open(t *testing.T) *opened {
	t.Helper()
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 20})
	o := &opened{Window: sessiontest.Open(t, sessiontest.Options{Tenant: tenant}), tenant: tenant}
	o.page = New(o.Session, Ways{
		User:    func(c app.Change) { o.led = append(o.led, c.UserPrincipalName) },
		License: func(c app.Change) { o.led = append(o.led, c.SKUPartNumber) },
	})
	return o
}

// someoneElse has the tenant answer from now on as if it had one user, of another name, and no license.
func someoneElse(tenant *demotenant.Server) {
	answers := map[string]string{
		"/v1.0/subscribedSkus": `{"value":[]}`,
		"/v1.0/users": `{"@odata.count":1,"value":[{"id":"11111111-2222-3333-4444-555555555555","displayName":"New",` +
			`"userPrincipalName":"new@contoso.example","accountEnabled":true,"userType":"Member",` +
			`"createdDateTime":"2026-01-02T00:00:00Z","assignedLicenses":[],"licenseAssignmentStates":[]}]}`,
		"/v1.0/users/$count": "1",
	}
	tenant.Script(func(r *http.Request) *demotenant.Fault {
		answer, is := answers[r.URL.Path]
		if !is {
			return nil
		}
		fault := demotenant.Answer(answer)
		return &fault
	})
}

// change imports a tenant and then, in its place, one user without a license: 20 users go, one comes.
func (o *opened) change() {
	c := o.Connect("Contoso")
	o.Import(c)
	someoneElse(o.tenant)
	_, err := o.Beacon.PublishHeld(o.Context(), o.Import(c).ID)
	o.Must(err)
	o.Settle()
}

// listed waits until the rows are there and returns them as they are drawn.
func (o *opened) listed() []string {
	o.Until("the changes", func() bool {
		_, loaded := o.page.data.Record(o.page.data.Len() - 1)
		return loaded && !o.page.data.Loading() && o.page.known != nil && o.page.count == o.page.data.Len()
	})
	var lines []string
	for n := range o.page.data.Len() {
		cells, _ := o.page.data.Row(n)
		lines = append(lines, grid.Line(o.page.grid.Drawn(), cells))
	}
	return lines
}

func containing(lines []string, text string) (n int) {
	for _, line := range lines {
		if strings.Contains(line, text) {
			n++
		}
	}
	return n
}

func TestAnEmptyListSaysWhatComesIntoIt(t *testing.T) {
	o := open(t)
	o.Show(o.page)
	o.Await("Nothing has been imported yet", "What they change is listed here.", "0 changes, kept for 400 days")
	o.Import(o.Connect("Contoso"))
	o.Await("No changes yet")
	if got := o.Enabled(); !slices.Equal(got, []string{"Filter...", "Group By...", "Views"}) {
		t.Errorf("%q can be pressed", got)
	}
}

func TestChangesAreListedAndChosen(t *testing.T) {
	o := open(t)
	o.Show(o.page)
	o.change()
	all := o.listed()
	if containing(all, "User removed") != 20 || containing(all, "User added") != 1 || containing(all, "Purchased changed") == 0 {
		t.Fatalf("listed are:\n%s", strings.Join(all, "\n"))
	}
	if containing(all, "Microsoft 365 E5") == 0 || containing(all, "SPE_E5") > 0 {
		t.Errorf("licenses have no names:\n%s", strings.Join(all, "\n"))
	}
	o.Choose("All events", "User added")
	o.Await("1 change, kept for 400 days")
	o.Choose("User added", "License failed")
	o.Await("No such changes", "Show All Changes")
	o.Press("Show All Changes")
	o.Until("all of them", func() bool { return o.page.data.Len() == len(all) })
	o.Choose("All times", "Today")
	if now := o.listed(); len(now) != len(all) {
		t.Errorf("today were %d of %d", len(now), len(all))
	}
	o.page.choices.search.SetText("new@contoso")
	o.page.choices.search.OnSubmitted("")
	o.Until("the one that is searched for", func() bool { return o.page.data.Len() == 1 })
}

func TestAnEventLeadsToItsUserOrLicense(t *testing.T) {
	o := open(t)
	o.Show(o.page)
	o.change()
	o.Choose("All events", "User added")
	o.Until("it", func() bool { _, loaded := o.page.data.Record(0); return loaded && o.page.data.Len() == 1 })
	o.page.grid.Select(0)
	if got := o.Enabled(); !slices.Equal(got, []string{"Filter...", "Group By...", "Views", "Show User"}) {
		t.Errorf("%q can be pressed", got)
	}
	o.Press("Show User")
	o.Key(fyne.KeyReturn)
	o.Choose("User added", "Purchased changed")
	o.page.choices.search.SetText("SPE_E5")
	o.page.choices.search.OnSubmitted("")
	o.Until("the license", func() bool {
		first, _ := o.page.data.Record(0)
		return first.SKUPartNumber == "SPE_E5" && o.page.data.Len() == 1
	})
	o.page.grid.Select(0)
	if got := o.Enabled(); !slices.Contains(got, "Show License") || slices.Contains(got, "Show User") {
		t.Errorf("%q can be pressed", got)
	}
	o.page.grid.OnActivate(0)
	if want := []string{"new@contoso.example", "new@contoso.example", "SPE_E5"}; !slices.Equal(o.led, want) {
		t.Errorf("it led to %q, want %q", o.led, want)
	}
}

func TestWordsOfEventsAreOurs(t *testing.T) {
	for text, event := range map[string]connector.Event{
		"Disabled": connector.UserDisabled, "Through a group": connector.LicenseAdded, "1,200": connector.PurchasedChanged,
		"Microsoft 365 E5, Ours": connector.UserAdded, "": connector.UserRemoved, "CountViolation": connector.LicenseFailed,
	} {
		stored := map[string]string{
			"Disabled": "disabled", "Through a group": connector.HeldByGroup, "1,200": "1200", "Microsoft 365 E5, Ours": "SPE_E5, OURS",
			"CountViolation": "CountViolation",
		}[text]
		product := func(_, part string) string {
			return map[string]string{"SPE_E5": "Microsoft 365 E5", "OURS": "Ours"}[part]
		}
		if got := Value(product, event, stored).Text; got != text {
			t.Errorf("%s of %s is %q", stored, event, got)
		}
	}
	seen := map[string]bool{}
	for _, event := range connector.Events() {
		text := lists.EventText(event)
		if text == string(event) || seen[text] {
			t.Errorf("%s is called %q", event, text)
		}
		seen[text] = true
	}
}

func TestTheChangesOfATenantAreShownAlsoBeforeItIsKnown(t *testing.T) {
	o := open(t)
	o.change()
	all, err := o.Beacon.History.Changes(t.Context(), app.ChangeQuery{})
	o.Must(err)
	tenants, err := o.Beacon.History.Tenants(t.Context())
	o.Must(err)
	o.page.choices.search.SetText("nobody")
	o.page.ShowTenant(tenants[0].ID) // the page has not read which tenants there are
	o.Show(o.page)
	o.Until("the tenant", func() bool { return o.page.choices.tenant.SelectedIndex() == 1 && o.page.data.Len() == len(all) })
	o.page.ShowTenant("")
	o.Until("all", func() bool {
		return o.page.choices.tenant.SelectedIndex() == 0 && o.page.data.Len() == len(all) && !o.page.data.Loading()
	})
}
