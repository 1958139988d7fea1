package productnames

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/productnames"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

const table = "Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n" +
	"E3 of the table,SPE_E3,05e9a617-0261-4cee-bb44-138d3ef5d965,AAD_PREMIUM,41781fb2-bc02-4b7c-bd55-b576c07bb09d,Entra of the table\r\n"

// open opens the dialog, with a web server that has the table and a page.
func open(t *testing.T) (w *sessiontest.Window, website string, changes *int) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := map[string]string{"/table.csv": table, "/page": "<html><title>Sign in</title></html>"}[r.URL.Path]
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	w, changes = sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})}), new(int)
	Show(w.Session, func() { *changes++ })
	w.Await("Microsoft's table was not read yet.")
	return w, server.URL, changes
}

// enter writes an address into the field, which has the focus.
func enter(t *testing.T, w *sessiontest.Window, address string) {
	t.Helper()
	entry, is := w.Window.Canvas().Focused().(*form.Entry)
	if !is {
		t.Fatal("the address has not the focus")
	}
	entry.SetText("")
	test.Type(entry, address)
}

func TestTheTableIsReadFromItsAddressAndRemoved(t *testing.T) {
	w, website, changes := open(t)
	if got := w.Enabled(); !slices.Equal(got, []string{"From a File...", "Update", "Close"}) {
		t.Errorf("%q can be pressed", got)
	}
	enter(t, w, website+"/table.csv")
	w.Key(fyne.KeyReturn)
	w.Await("1 product and 1 service plan, read Today")
	if names := w.Beacon.ProductNames.All(t.Context()); *changes != 1 ||
		!slices.ContainsFunc(names, func(n productnames.Name) bool { return n.Name == "E3 of the table" }) {
		t.Errorf("%d changes", *changes)
	}
	w.Press("Remove")
	w.Await("Microsoft's table was not read yet.")
	if got := w.Enabled(); *changes != 2 || slices.Contains(got, "Remove") {
		t.Errorf("%d changes, %q can be pressed", *changes, got)
	}
}

func TestWhatIsNoTableChangesNothing(t *testing.T) {
	w, website, changes := open(t)
	enter(t, w, "http://example.com/table.csv")
	w.Press("Update")
	if !w.Says("not an https address of another computer") || w.Dialogs() != 1 {
		t.Errorf("it says:\n%s", w.Text())
	}
	enter(t, w, website+"/page")
	w.Press("Update")
	w.Await("The names stay as they were", `A web page titled "Sign in" came`)
	w.Press("OK")
	w.Await("Microsoft's table was not read yet.")
	if *changes != 0 || w.Dialogs() != 1 || !w.Says(website+"/page") {
		t.Errorf("%d changes, %d dialogs; it says:\n%s", *changes, w.Dialogs(), w.Text())
	}
	w.Key(fyne.KeyEscape)
	w.Press("Discard")
	if w.Dialogs() != 0 {
		t.Error("Esc has not closed it")
	}
}

func TestAnAddressThatIsTypedIsNotLost(t *testing.T) {
	w, _, _ := open(t)
	w.Key(fyne.KeyEscape)
	w.LosesNothing(func() {
		Show(w.Session, func() {})
		w.Await("Microsoft's table was not read yet.")
	})
}
