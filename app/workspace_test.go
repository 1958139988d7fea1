package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// openEmpty opens a new data directory; no tenant is needed to edit.
func openEmpty(t *testing.T) *opened {
	t.Helper()
	return openDir(t, t.TempDir(), microsoft365.New(microsoft365.Options{}))
}

func global(b *opened, name string) connector.Connection {
	c := b.NewConnection(connector.CloudGlobal)
	c.Name = name
	return c
}

func put(t *testing.T, b *opened, c connector.Connection, changes store.SecretChanges) {
	t.Helper()
	if err := b.Put(t.Context(), c, changes); err != nil {
		t.Fatal(err)
	}
}

// rows are the names and edits of the workspace, in its order.
func rows(b *opened) []string {
	var list []string
	for _, e := range b.Entries() {
		list = append(list, strings.TrimSuffix(e.Connection.Name+" "+string(e.Edit), " "))
	}
	return list
}

func expectRows(t *testing.T, b *opened, want ...string) {
	t.Helper()
	if got := rows(b); !slices.Equal(got, want) {
		t.Errorf("the workspace shows %q, want %q", got, want)
	}
}

func expectUnsaved(t *testing.T, b *opened, want int) {
	t.Helper()
	if got := b.Unsaved(); got != want {
		t.Errorf("%d unsaved, want %d", got, want)
	}
}

func secret(text string) *connector.Secret {
	s := connector.Secret(text)
	return &s
}

func TestNewConnectionHasTheAutoPopulatedValues(t *testing.T) {
	b := openEmpty(t)
	c, other := b.NewConnection(connector.CloudGlobal), b.NewConnection(connector.CloudGlobal)
	if len(c.ID) != 36 || c.ID[14] != '4' || c.ID == other.ID {
		t.Errorf("ids %q and %q are not two random UUIDs", c.ID, other.ID)
	}
	c.ID = ""
	want := connector.Connection{
		SourceType: connector.Microsoft365, Cloud: connector.CloudGlobal, Flow: connector.AuthorizationCode,
		ClientID:              "5bb1a5a2-0d97-4335-9448-119f7b27aff9",
		TokenEndpoint:         "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		RedirectURI:           "https://login.microsoftonline.com/common/oauth2/nativeclient",
		AuthorizationEndpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
		GraphEndpoint:         "https://graph.microsoft.com",
	}
	if !workspace.SameConnection(c, want) {
		t.Errorf("new connection %+v, want %+v", c, want)
	}
}

func TestEditsWaitUntilSave(t *testing.T) {
	b := openEmpty(t)
	c := global(b, "Contoso")
	put(t, b, c, store.SecretChanges{RefreshToken: secret("0.token")})
	expectRows(t, b, "Contoso new")
	expectUnsaved(t, b, 1)
	if stored, err := b.store.Connections(t.Context()); err != nil || len(stored) != 0 {
		t.Fatalf("stored before Save: %v, %v", stored, err)
	}
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "Contoso")
	expectUnsaved(t, b, 0)
	if got := storedToken(t, b, c.ID); got.Reveal() != "0.token" {
		t.Error("the refresh token was not stored")
	}

	c.Proxy = connector.Proxy{Use: true, Server: "http://proxy.corp:8080"}
	put(t, b, c, store.SecretChanges{})
	expectRows(t, b, "Contoso changed")
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	entry, err := b.Named("CONTOSO")
	if err != nil || entry.Connection.Proxy.Server != "http://proxy.corp:8080" || !entry.HasRefreshToken() || !entry.Saved() {
		t.Errorf("after the second Save: %+v, %v", entry, err)
	}
}

func TestCancelDropsEveryEdit(t *testing.T) {
	b := openEmpty(t)
	a, gone := global(b, "A"), global(b, "Gone")
	save(t, b, a, store.SecretChanges{})
	save(t, b, gone, store.SecretChanges{})
	a.Name = "B"
	put(t, b, a, store.SecretChanges{})
	put(t, b, global(b, "New"), store.SecretChanges{})
	if err := b.Delete(t.Context(), gone.ID, false); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "B changed", "Gone deleted", "New new")
	if err := b.Cancel(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "A", "Gone")
	expectUnsaved(t, b, 0)
}

func TestRevertDropsOneEdit(t *testing.T) {
	b := openEmpty(t)
	a, c := global(b, "A"), global(b, "C")
	save(t, b, a, store.SecretChanges{})
	a.Name = "B"
	put(t, b, a, store.SecretChanges{})
	put(t, b, c, store.SecretChanges{})
	if err := b.Revert(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "A", "C new")
	if err := b.Delete(t.Context(), c.ID, false); err != nil { // was never saved
		t.Fatal(err)
	}
	expectRows(t, b, "A")
	expectUnsaved(t, b, 0)
}

func TestAnEditThatChangesNothingDisappears(t *testing.T) {
	b := openEmpty(t)
	c := global(b, "Contoso")
	save(t, b, c, store.SecretChanges{})
	put(t, b, c, store.SecretChanges{})
	expectUnsaved(t, b, 0)

	changed := c
	changed.ClientID = "11111111-2222-3333-4444-555555555555"
	put(t, b, changed, store.SecretChanges{})
	expectUnsaved(t, b, 1)
	put(t, b, c, store.SecretChanges{}) // back to what is stored
	expectUnsaved(t, b, 0)

	put(t, b, c, store.SecretChanges{RefreshToken: secret("0.token")})
	put(t, b, c, store.SecretChanges{}) // the token still waits
	expectUnsaved(t, b, 1)
	if entry, _ := b.Entry(c.ID); entry.Edit != workspace.EditChanged || !entry.HasRefreshToken() {
		t.Errorf("the waiting token was lost: %+v", entry)
	}
}

func TestDraftsSurviveACrash(t *testing.T) {
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	b := openDir(t, dir, source)
	stored := global(b, "Stored")
	save(t, b, stored, store.SecretChanges{ClientSecret: secret("old")})
	stored.Name = "Renamed"
	put(t, b, stored, store.SecretChanges{ClientSecret: secret("new")})
	fresh := global(b, "Fresh")
	put(t, b, fresh, store.SecretChanges{RefreshToken: secret("0.signed-in")})
	b.close() // without Save

	again := openDir(t, dir, source)
	expectRows(t, again, "Fresh new", "Renamed changed")
	if again.Recovered() != 2 || again.Unsaved() != 2 {
		t.Errorf("recovered %d, unsaved %d, want 2 and 2", again.Recovered(), again.Unsaved())
	}
	if err := again.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again.Recovered() != 0 {
		t.Errorf("still %d recovered after Save", again.Recovered())
	}
	if got := storedToken(t, again, fresh.ID); got.Reveal() != "0.signed-in" {
		t.Error("the refresh token of the sign-in before the crash is gone")
	}
	secrets, err := again.store.Secrets(t.Context(), stored.ID)
	if err != nil || secrets.ClientSecret.Reveal() != "new" {
		t.Errorf("the changed secret was not stored: %v", err)
	}
}

func TestRecoveredEditsAreCountedUntilCancel(t *testing.T) {
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	b := openDir(t, dir, source)
	put(t, b, global(b, "Draft"), store.SecretChanges{})
	b.close()
	again := openDir(t, dir, source)
	if again.Recovered() != 1 {
		t.Errorf("recovered %d, want 1", again.Recovered())
	}
	if err := again.Cancel(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again.Recovered() != 0 || len(again.Entries()) != 0 {
		t.Errorf("after Cancel: %d recovered, %q", again.Recovered(), rows(again))
	}
}

func TestTheConsoleLeavesTheWindowsDraftsAlone(t *testing.T) {
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	window := openDir(t, dir, source)
	waiting := global(window, "Waiting")
	put(t, window, waiting, store.SecretChanges{})

	console := openWith(t, Options{Dir: dir, Source: source})
	expectRows(t, console)
	save(t, console, global(console, "Console"), store.SecretChanges{})

	if err := window.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectRows(t, window, "Console", "Waiting new")
}

func TestOnlyOneWindowOpensADataDirectory(t *testing.T) {
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	b := openDir(t, dir, source)
	_, err := Open(t.Context(), Options{Dir: dir, Source: source, Logger: b.Log(), Window: true})
	var second *lock.SecondInstanceError
	if !errors.As(err, &second) {
		t.Fatalf("second window: %v", err)
	}
	b.close()
	openDir(t, dir, source)
}

func TestSaveOneLeavesTheOthersWaiting(t *testing.T) {
	b := openEmpty(t)
	a, c := global(b, "A"), global(b, "C")
	put(t, b, a, store.SecretChanges{})
	put(t, b, c, store.SecretChanges{})
	if err := b.SaveOne(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "A", "C new")
	if err := b.SaveOne(t.Context(), a.ID); err != nil { // nothing waits any more
		t.Error(err)
	}
}

func TestDeleteTakesTheInventoryOrLeavesIt(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	for name, keep := range map[string]bool{"taken": false, "kept": true} {
		t.Run("given it is "+name, func(t *testing.T) {
			b := openDir(t, t.TempDir(), sourceOf(server))
			c := connect(t, b, "Contoso")
			mustImport(t, b, c)
			if entry, _ := b.Entry(c.ID); entry.Tenant != "Contoso" || entry.Status() != "Succeeded" {
				t.Errorf("after the import: tenant %q, status %q", entry.Tenant, entry.Status())
			}
			if err := b.Delete(t.Context(), c.ID, keep); err != nil {
				t.Fatal(err)
			}
			if n := userCount(t, b); n != 40 {
				t.Errorf("%d users before Save, want 40", n)
			}
			if err := b.Save(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := int64(0)
			if keep {
				want = 40
			}
			if n := userCount(t, b); n != want {
				t.Errorf("%d users after Save, want %d", n, want)
			}
			if tasks, err := b.Tasks(t.Context(), store.TaskQuery{}); err != nil || len(tasks) != 1 || tasks[0].ConnectionName != "Contoso" {
				t.Errorf("the history did not outlive the connection: %v, %v", tasks, err)
			}
		})
	}
}

func TestListenersHearOfEveryChangeUntilTheyStop(t *testing.T) {
	b := openEmpty(t)
	heard := 0
	stop := b.OnChange(func() { heard++; b.Entries() }) // a listener may ask
	put(t, b, global(b, "A"), store.SecretChanges{})
	if heard != 1 {
		t.Errorf("heard %d times of a Put, want 1", heard)
	}
	other := 0
	b.OnChange(func() { other++ })
	if err := b.Cancel(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	stop() // twice does no harm
	put(t, b, global(b, "B"), store.SecretChanges{})
	if heard != 2 || other != 2 {
		t.Errorf("heard %d and %d times, want 2 and 2", heard, other)
	}
}

func TestStatusSaysWhyThereIsNone(t *testing.T) {
	b := openEmpty(t)
	c := global(b, "Contoso")
	put(t, b, c, store.SecretChanges{})
	expectStatus := func(want string) {
		t.Helper()
		if entry, _ := b.Entry(c.ID); entry.Status() != want {
			t.Errorf("status %q, want %q", entry.Status(), want)
		}
	}
	expectStatus("Not saved yet")
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectStatus("Not signed in")
	put(t, b, c, store.SecretChanges{RefreshToken: secret("0.token")})
	expectStatus("Not run yet")
	put(t, b, c, store.SecretChanges{RefreshToken: secret("")})
	expectStatus("Not signed in")
}

func TestNamedTellsAnUnknownName(t *testing.T) {
	b := openEmpty(t)
	_, err := b.Named("Nobody")
	var missing *store.NotFoundError
	if !errors.As(err, &missing) || missing.Key != "Nobody" {
		t.Errorf("unknown name: %v", err)
	}
	if _, found := b.Entry("no id"); found {
		t.Error("an unknown id was found")
	}
}
