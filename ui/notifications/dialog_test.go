package notifications

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/notify"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

// enter writes into the field that has the focus.
func enter(t *testing.T, w *sessiontest.Window, text string) {
	t.Helper()
	entry, is := w.Window.Canvas().Focused().(*form.Entry)
	if !is {
		t.Fatal("no field has the focus")
	}
	entry.SetText("")
	test.Type(entry, text)
}

func TestAChannelIsAddedTriedAndRemoved(t *testing.T) {
	var posted atomic.Int32
	status := atomic.Int32{}
	status.Store(http.StatusOK)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		posted.Add(1)
		w.WriteHeader(int(status.Load()))
	}))
	defer hook.Close()
	w := sessiontest.Open(t, sessiontest.Options{})
	Show(w.Session)
	w.Await("Nobody is written to yet")
	if got := w.Enabled(); !slices.Equal(got, []string{"Add...", "What Is Told...", "Close"}) {
		t.Errorf("%q can be pressed", got)
	}
	// Given a channel of which all is missing, every field says so.
	w.Press("Add...")
	w.Press("OK")
	w.Await("Enter a name of at most 80 characters.", "Enter the mail server with its port", "Enter the addresses that messages go to")
	enter(t, w, "Team")
	w.Choose("E-mail", "Webhook")
	if w.Says("Mail server") || !w.Says("Signing key") {
		t.Errorf("a webhook has:\n%s", w.Text())
	}
	for range 2 { // from the type to the format and the address
		w.Window.Canvas().FocusNext()
	}
	enter(t, w, hook.URL)
	// It is tried before it is stored.
	w.Press("Send Test Message")
	w.Await("The test message was sent")
	w.Key(fyne.KeyEscape)
	w.Press("OK")
	w.Await("Team", "Webhook", "JSON", "Nothing is left unsent")
	if posted.Load() != 1 {
		t.Errorf("%d messages", posted.Load())
	}
	channels, err := w.Beacon.Notify.Channels(t.Context())
	w.Must(err)
	if len(channels) != 1 || channels[0].Kind != notify.KindWebhook || len(channels[0].Topics) != 0 || channels[0].Disabled {
		t.Errorf("%+v", channels)
	}
	// To be told of nothing is refused, for it would be stored as everything.
	w.Press("Edit...")
	topics := []string{"Failures", "Held back", "Missed imports", "Over-assigned", "Unused", "Renewals", "Sign-ins that end", "Report"}
	for _, topic := range topics {
		w.Tick(topic)
	}
	w.Press("OK")
	w.Await("Choose at least one thing to tell of.")
	for _, topic := range topics {
		w.Tick(topic)
	}
	w.Press("Cancel")
	w.Await("Nothing is left unsent")
	// The address is not shown again, and stays.
	w.Press("Edit...")
	if !w.Says("stored; empty leaves it as it is") || w.Says(hook.URL) {
		t.Errorf("it says:\n%s", w.Text())
	}
	w.Press("OK")
	w.Await("Nothing is left unsent")
	status.Store(http.StatusNotFound)
	w.Press("Send Test Message")
	w.Await("The test message could not be sent", "has refused the message (status 404)")
	w.Key(fyne.KeyEscape)
	w.Press("Remove...")
	w.Press("Remove")
	w.Await("Nobody is written to yet")
}

func TestATestMessageIsSentOnceHoweverTheListIsReadAgain(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	m := newManager(w.Session)
	channels := contents{channels: []notify.Channel{{Name: "Team", Kind: notify.KindWebhook}}}
	m.show(channels)
	m.testSelected()
	if m.show(channels); m.edit.Disabled() || !m.test.Disabled() {
		t.Error("while it is sent, it can be sent again")
	}
	w.Until("the outcome", func() bool { return w.Dialogs() > 0 })
	if m.test.Disabled() {
		t.Error("after it was sent, none can be sent")
	}
}

func TestRulesAreRefusedBesideTheirFields(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	Show(w.Session)
	w.Await("Nobody is written to yet")
	w.Press("What Is Told...")
	w.Await("Unused units above")
	enter(t, w, "many")
	w.Press("OK")
	w.Await("Enter a number of units, from 0.")
	enter(t, w, "25")
	w.Choose("Never", "Weekly")
	if !w.Says("List that is attached") || w.Says("Day of the month") {
		t.Errorf("a weekly report has:\n%s", w.Text())
	}
	w.Press("OK")
	w.Until("the dialog is closed", func() bool { return w.Dialogs() == 1 })
	rules, err := w.Beacon.Notify.Rules(t.Context())
	w.Must(err)
	if rules.UnusedLimit == nil || *rules.UnusedLimit != 25 || rules.Report.Every != notify.ReportWeekly {
		t.Errorf("%+v", rules)
	}
}

func TestTheReportIsChosenAtOnce(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	ShowReport(w.Session)
	w.Await("Unused units above")
	w.Until("the focus on how often it is sent", func() bool {
		focused, is := w.Window.Canvas().Focused().(*form.Select)
		return is && focused.Selected() == "Never"
	})
	w.Choose("Never", "Monthly")
	w.Press("OK")
	w.Until("the dialog is closed", func() bool { return w.Dialogs() == 1 })
	rules, err := w.Beacon.Notify.Rules(t.Context())
	w.Must(err)
	if rules.Report.Every != notify.ReportMonthly {
		t.Errorf("%+v", rules.Report)
	}
}

func TestNoDialogOfNotificationsLosesWhatIsTyped(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	Show(w.Session)
	w.Await("Nobody is written to yet")
	for button, title := range map[string]string{"Add...": "Add Channel", "What Is Told...": "Quiet hours"} {
		t.Run(button, func(*testing.T) {
			w.LosesNothing(func() {
				w.Press(button)
				w.Await(title)
			})
		})
	}
}
