package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/notify/notifytest"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

const (
	hookPath   = "/a-secret-path"
	signingKey = "a signing key that nobody is told"
)

// telling is a program that writes to people, with what they get.
type telling struct {
	*opened
	t      *testing.T
	tenant *demotenant.Server
	smtp   *notifytest.SMTP
	hook   *notifytest.Hook
	clock  atomic.Int64 // seconds since 1970
	o      Options
	log    *bytes.Buffer
	failed atomic.Bool // says that imports fail
	c      connector.Connection
}

// newTelling opens a program with a connection, a mail server and a receiver of webhooks.
func newTelling(t *testing.T) *telling {
	t.Helper()
	certificate, roots := notifytest.Certificate(t)
	s := &telling{
		t: t, tenant: demotenanttest.Start(t, demotenant.Options{Users: 60}), log: &bytes.Buffer{},
		smtp: notifytest.StartSMTP(t, certificate, notifytest.Behavior{Auth: "PLAIN"}), hook: notifytest.StartHook(t, certificate),
	}
	s.at(time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)) // a Friday
	s.tenant.Script(func(r *http.Request) *demotenant.Fault {
		if !s.failed.Load() || !strings.HasPrefix(r.URL.Path, "/v1.0/organization") {
			return nil
		}
		return &demotenant.Fault{Status: http.StatusForbidden}
	})
	s.o = Options{
		Dir: t.TempDir(), Source: sourceOf(s.tenant), Logger: slog.New(slog.NewTextHandler(s.log, nil)), Roots: roots,
		Now: s.now, Place: func() *time.Location { return time.UTC },
	}
	s.opened = openWith(t, s.o)
	s.c = connect(t, s.opened, "Contoso")
	return s
}

func (s *telling) now() time.Time { return time.Unix(s.clock.Load(), 0).UTC() }

func (s *telling) at(now time.Time) { s.clock.Store(now.Unix()) }

func (s *telling) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// mailChannel is one to the mail server.
func (s *telling) mailChannel(topics ...notify.Topic) notify.Channel {
	m := notify.NewChannel()
	m.Name, m.Server, m.Username, m.Topics = "Mail", s.smtp.Address(), "beacon", topics
	m.From, m.To = "beacon@contoso.com", []string{"anne@contoso.com"}
	m.Authentication = notify.AuthPassword
	return m
}

// channels adds a mail channel and a webhook.
func (s *telling) channels(topics ...notify.Topic) {
	s.t.Helper()
	m := s.mailChannel(topics...)
	s.must(s.Notify.PutChannel(s.t.Context(), m, notify.Secrets{notify.FieldPassword: "the mail password"}))
	w := notify.NewChannel()
	w.Name, w.Kind, w.Topics = "Team", notify.KindWebhook, topics
	s.must(s.Notify.PutChannel(s.t.Context(), w, notify.Secrets{
		notify.FieldAddress: connector.Secret(s.hook.URL + hookPath), notify.FieldSigningKey: signingKey,
	}))
}

// set changes the rules.
func (s *telling) set(change func(*notify.Rules)) {
	s.t.Helper()
	r := notify.DefaultRules()
	r.RenewalDays, r.ExpiryDays = 0, 0
	if change != nil {
		change(&r)
	}
	s.must(s.Notify.SetRules(s.t.Context(), r))
}

// attempt imports, whatever comes of it.
func (s *telling) attempt() store.Task {
	task, _ := s.Import(s.t.Context(), s.c.ID, store.TriggerManual)
	return task
}

// told looks, and returns what has come of it: the titles of the webhooks since the last time.
func (s *telling) told() (titles []string) {
	s.t.Helper()
	before := len(s.hook.Requests())
	s.at(s.now().Add(2 * time.Minute))
	s.Notify.Look(s.t.Context())
	for _, r := range s.hook.Requests()[before:] {
		if !r.SignedBy(signingKey) {
			s.t.Error("a request is not signed")
		}
		var got struct {
			Kind  string
			Items []notify.Item
		}
		s.must(json.Unmarshal([]byte(r.Body), &got))
		for _, i := range got.Items {
			titles = append(titles, string(i.Topic)+" "+i.State)
		}
		if len(got.Items) == 0 {
			titles = append(titles, got.Kind)
		}
	}
	return titles
}

func (s *telling) expect(want ...string) {
	s.t.Helper()
	got := s.told()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		s.t.Errorf("told %q, want %q", got, want)
	}
}

func TestAFailureIsToldOnceAndOnceMoreWhenItIsOver(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ImportFailed)
	s.set(nil)
	s.attempt()
	s.expect()
	s.failed.Store(true)
	s.attempt()
	s.expect("import-failed began")
	s.attempt()
	s.expect()
	// Another process knows what was told.
	s.close()
	s.opened = openWith(t, s.o)
	s.expect()
	s.failed.Store(false)
	s.attempt()
	s.expect("import-failed over")
	s.expect()
	s.failed.Store(true)
	s.attempt()
	s.expect("import-failed began")
	// What is over because somebody has disabled the connection is no news.
	c := s.c
	c.Disabled = true
	save(t, s.opened, c, store.SecretChanges{})
	s.expect()

	mails := s.smtp.Mails()
	if len(mails) != 3 {
		t.Fatalf("%d mails", len(mails))
	}
	subject := headerOf(t, mails[0], "Subject")
	if subject != "The import of Contoso has failed." || !mails[0].Encrypted || mails[0].Secret != "the mail password" {
		t.Errorf("%q, encrypted %v", subject, mails[0].Encrypted)
	}
	all := s.log.String()
	for _, m := range mails {
		all += m.Data
	}
	for _, r := range s.hook.Requests() {
		all += r.Body
	}
	for _, secret := range []string{"the mail password", signingKey, hookPath, storedToken(t, s.opened, s.c.ID).Reveal()} {
		if strings.Contains(all, secret) {
			t.Errorf("a message or the log has a secret: %s", secret)
		}
	}
}

func headerOf(t *testing.T, m notifytest.Mail, name string) string {
	t.Helper()
	read, err := mail.ReadMessage(strings.NewReader(m.Data))
	if err != nil {
		t.Fatal(err)
	}
	value, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestQuietHoursTellWhatIsLeftOfThem(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ImportFailed)
	s.set(func(r *notify.Rules) { r.Quiet = notify.Quiet{From: 22 * 60, Until: 7 * 60, Weekends: true} })
	s.attempt()
	s.at(time.Date(2026, 11, 27, 23, 0, 0, 0, time.UTC))
	s.failed.Store(true)
	s.attempt()
	s.expect()
	s.at(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)) // a Saturday
	s.expect()
	s.at(time.Date(2026, 11, 30, 6, 50, 0, 0, time.UTC))
	s.expect()
	s.at(time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC))
	s.expect("import-failed began")
	s.at(time.Date(2026, 11, 30, 22, 0, 0, 0, time.UTC))
	s.failed.Store(false)
	s.attempt()
	s.failed.Store(true)
	s.attempt()
	s.at(time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC))
	s.expect() // it fails as it did before the night
}

func TestWhatCannotBeSentIsSentLater(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ImportFailed)
	s.set(nil)
	s.attempt()
	s.failed.Store(true)
	s.attempt()
	// Given a mail server that greylists, and a webhook that asks for an hour,
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN", Answers: map[string]string{"RCPT": "451 4.7.1 later"}})
	s.hook.Answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	s.Notify.Look(t.Context())
	waiting, err := s.Notify.Waiting(t.Context())
	s.must(err)
	if len(waiting) != 2 || waiting[0].Tries != 1 || !strings.Contains(waiting[0].Failure, "does not take the message now") ||
		strings.Contains(waiting[1].Failure, hookPath) {
		t.Fatalf("%+v", waiting)
	}
	// when both work again, each is sent when it was to be tried again, and not before.
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN"})
	s.hook.Answer(nil)
	first := s.hook.Requests()[0].Header.Get("X-Inventory-Beacon-Delivery")
	s.expect()
	if len(s.smtp.Mails()) != 1 {
		t.Errorf("%d mails", len(s.smtp.Mails()))
	}
	s.at(s.now().Add(time.Hour))
	s.expect("import-failed began")
	if again := s.hook.Requests()[1].Header.Get("X-Inventory-Beacon-Delivery"); first != again {
		t.Errorf("the delivery is %s, and then %s", first, again)
	}
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
	// What cannot be sent for days is given up.
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN", Secret: "another"})
	s.failed.Store(false)
	s.attempt()
	s.expect("import-failed over")
	for range 40 {
		s.at(s.now().Add(3 * time.Hour))
		s.expect()
	}
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
	if !strings.Contains(s.log.String(), "giving up a message") {
		t.Error("the log does not say so")
	}
}

func TestWhatIsNoNewsAnyMoreIsNotSentWhenItsChannelIsEnabled(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ImportFailed)
	s.set(nil)
	s.attempt()
	// Given a message that waits while its channels are disabled,
	s.hook.Answer(http.NotFound)
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN", Secret: "another"})
	s.failed.Store(true)
	s.attempt()
	s.Notify.Look(t.Context())
	channels, err := s.Notify.Channels(t.Context())
	s.must(err)
	for _, c := range channels {
		c.Disabled = true
		s.must(s.Notify.PutChannel(t.Context(), c, nil))
	}
	asked := len(s.hook.Requests())
	s.hook.Answer(nil)
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN"})
	s.at(s.now().AddDate(0, 0, 2))
	s.Notify.Look(t.Context())
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 2 {
		t.Fatalf("after two days %+v, %v", waiting, err)
	}
	// when that takes months, then it is not kept, and nobody gets it.
	s.at(s.now().AddDate(0, 2, 0))
	s.Notify.Look(t.Context())
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
	for _, c := range channels {
		s.must(s.Notify.PutChannel(t.Context(), c, nil))
	}
	s.Notify.Look(t.Context())
	if len(s.hook.Requests()) != asked || len(s.smtp.Mails()) != 0 {
		t.Errorf("%d requests and %d mails", len(s.hook.Requests())-asked, len(s.smtp.Mails()))
	}
}

func TestOneDeadAddressKeepsNobodyElseUntold(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ImportFailed)
	s.set(nil)
	s.attempt()
	m, err := s.Notify.Channel(t.Context(), "Mail")
	s.must(err)
	m.To = []string{"gone@contoso.com", "anne@contoso.com"}
	s.must(s.Notify.PutChannel(t.Context(), m, nil))
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN", Answers: map[string]string{"RCPT gone@contoso.com": "550 5.1.1 no such user"}})
	s.failed.Store(true)
	s.attempt()
	s.expect("import-failed began")
	s.failed.Store(false)
	s.attempt()
	s.expect("import-failed over")
	mails := s.smtp.Mails()
	if len(mails) != 2 || !slices.Equal(mails[0].To, []string{"anne@contoso.com"}) {
		t.Errorf("%+v", mails)
	}
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
	if !strings.Contains(s.log.String(), "gone@contoso.com") || !strings.Contains(s.log.String(), "no such user") {
		t.Error("the log does not say who has not got it")
	}
	if err := s.Notify.Test(t.Context(), m, nil); err == nil || !strings.Contains(message.Explain(err).Message, "gone@contoso.com") {
		t.Errorf("the test message: %v", err)
	}
}

func TestWhatCannotBeReadKeepsNothingElseUntold(t *testing.T) {
	s := newTelling(t)
	s.channels()
	limit := int64(0)
	s.set(func(r *notify.Rules) { r.UnusedLimit = &limit })
	s.attempt()
	if got := s.told(); !slices.Contains(got, "unused began") {
		t.Fatalf("told %q", got)
	}
	// Given an inventory that cannot be read,
	readable := s.Notify.Overview
	s.Notify.State = func(context.Context) (any, error) { return nil, errors.New("inventory.db is locked") }
	s.failed.Store(true)
	s.attempt()
	// then a failure is told, and nothing is over that nobody knows of.
	s.expect("import-failed began")
	s.expect()
	if n := strings.Count(s.log.String(), "inventory.db is locked"); n != 1 {
		t.Errorf("the log says so %d times", n)
	}
	s.Notify.Overview, s.Notify.State = readable, func(context.Context) (any, error) { return "read again", nil }
	s.expect()
}

func TestTheReportHasTheOverviewAndTheList(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ReportTopic)
	s.attempt()
	s.set(func(r *notify.Rules) {
		r.Report.Every, r.Report.On, r.Report.Time = notify.ReportWeekly, schedule.DaysOf(time.Monday), 7*60
	})
	s.expect() // on a Friday
	s.at(time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC))
	s.expect("report")
	s.expect()
	s.at(s.now().AddDate(0, 0, 22)) // three Mondays, of which one report is made
	s.expect("report")
	s.expect()
	mails := s.smtp.Mails()
	if len(mails) != 2 {
		t.Fatalf("%d mails", len(mails))
	}
	parts := partsOf(t, mails[0])
	page, list := parts["overview-2026-11-30.html"], parts["reclaim-2026-11-30.xlsx"]
	if !strings.Contains(page, "<svg") || !strings.Contains(parts["text/plain"], "Users: 60") {
		t.Errorf("%q, and %d bytes", parts["text/plain"], len(page))
	}
	book, err := excelize.OpenReader(strings.NewReader(list))
	s.must(err)
	rows, err := book.GetRows(book.GetSheetList()[0])
	s.must(err)
	wanted := 0
	s.must(s.Reclaim.Each(t.Context(), ReclaimQuery{}, func(Recommendation) error {
		wanted++
		return nil
	}))
	if wanted == 0 || len(rows) != wanted+1 {
		t.Errorf("%d rows of %d", len(rows)-1, wanted)
	}
}

func TestAReportComesAlsoAfterTheClockHasBeenAhead(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.ReportTopic)
	s.attempt()
	s.set(func(r *notify.Rules) {
		r.Report.Every, r.Report.On, r.Report.Time = notify.ReportWeekly, schedule.DaysOf(time.Monday), 7*60
	})
	s.at(time.Date(2028, 1, 3, 7, 0, 0, 0, time.UTC))
	s.expect("report")
	s.at(time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC))
	s.expect()
	s.at(time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC))
	s.expect("report")
	s.at(s.now().Add(-5 * time.Minute)) // as clocks are put right
	s.expect()
	s.at(s.now().Add(5 * time.Minute))
	s.expect()
}

// unreadable is a reporter whose numbers cannot be read.
type unreadable struct{ notify.Reporter }

func (unreadable) Headlines(context.Context) ([]string, error) {
	return nil, errors.New("inventory.db is locked")
}

func TestAReportThatCannotBeWrittenKeepsNothingElseUntold(t *testing.T) {
	s := newTelling(t)
	s.channels()
	s.attempt()
	s.set(func(r *notify.Rules) {
		r.Report.Every, r.Report.On, r.Report.Time = notify.ReportWeekly, schedule.DaysOf(time.Monday), 7*60
	})
	s.told()
	// Given a report whose numbers cannot be read,
	readable := s.Notify.Reporter
	s.Notify.Reporter = unreadable{readable}
	s.at(time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC))
	s.expect()
	// when an import fails, then that is told meanwhile,
	s.failed.Store(true)
	s.attempt()
	s.expect("import-failed began")
	// and the report once its numbers can be read.
	s.Notify.Reporter = readable
	s.at(s.now().Add(5 * time.Minute))
	s.expect("report")
	s.expect()
}

// partsOf are the parts of a letter by their file's name, or their type without one.
func partsOf(t *testing.T, m notifytest.Mail) map[string]string {
	t.Helper()
	read, err := mail.ReadMessage(strings.NewReader(m.Data))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	var add func(contentType string, body io.Reader)
	add = func(contentType string, body io.Reader) {
		_, parameters, err := mime.ParseMediaType(contentType)
		if err != nil {
			t.Fatal(err)
		}
		reader := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := reader.NextPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			kind := part.Header.Get("Content-Type")
			if strings.HasPrefix(kind, "multipart/") {
				add(kind, part)
				continue
			}
			name := part.FileName()
			if name == "" {
				name, _, _ = strings.Cut(kind, ";")
			}
			parts[name] = decodedPart(t, part)
		}
	}
	add(read.Header.Get("Content-Type"), read.Body)
	return parts
}

func decodedPart(t *testing.T, part *multipart.Part) string {
	t.Helper()
	content := io.Reader(part)
	if part.Header.Get("Content-Transfer-Encoding") == "base64" {
		content = base64.NewDecoder(base64.StdEncoding, part)
	}
	text, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNumbersOfLicensesAreToldByTheRules(t *testing.T) {
	s := newTelling(t)
	s.attempt()
	s.channels()
	o, err := s.Overview(t.Context(), nil, 0)
	s.must(err)
	limit := int64(0)
	var wanted []string
	var excluded []string
	for _, l := range o.Licenses {
		if l.Available < 0 {
			wanted = append(wanted, "over-assigned began")
		}
		if l.Kind == Paid && l.Units().Unused > limit {
			wanted = append(wanted, "unused began")
		}
		excluded = append(excluded, l.SKUID)
	}
	slices.Sort(wanted)
	if !slices.Contains(wanted, "unused began") || len(o.Renewals) == 0 {
		t.Fatalf("the tenant has %q and %d renewals", wanted, len(o.Renewals))
	}
	s.set(func(r *notify.Rules) { r.UnusedLimit = &limit })
	s.expect(wanted...)
	// Another connection to the tenant is no news, whichever imports last.
	again := connect(t, s.opened, "Contoso again")
	for _, c := range []connector.Connection{again, s.c, again} {
		s.at(s.now().Add(time.Minute))
		_, err := s.Import(t.Context(), c.ID, store.TriggerManual, imports.AllowDuplicate)
		s.must(err)
		s.expect()
	}
	// Nor is it when the one that imported last is disabled, as long as the other imports.
	s.must(s.Workspace.SetDisabled(t.Context(), again.ID, true))
	s.expect()
	// The limit of a license counts before that of all.
	one := o.Licenses[slices.IndexFunc(o.Licenses, func(l LicenseRow) bool { return l.Kind == Paid && l.Units().Unused > limit })]
	s.set(func(r *notify.Rules) {
		r.UnusedLimit, r.Limits = &limit, []notify.Limit{{SKU: one.SKUID, Unused: one.Units().Unused}}
	})
	s.expect("unused over")
	// When nobody is to hear of it any more, that is no news.
	s.set(nil)
	s.expect()
	s.set(func(r *notify.Rules) { r.RenewalDays = 90 })
	if got := s.told(); len(got) != len(o.Renewals) || got[0] != "renewal began" {
		t.Errorf("%q of %d renewals", got, len(o.Renewals))
	}
	s.set(func(r *notify.Rules) { r.RenewalDays, r.Exclude, r.UnusedLimit = 90, excluded, &limit })
	s.told()
	s.set(func(r *notify.Rules) { r.UnusedLimit = &limit; r.Exclude = excluded })
	s.expect()
}

func TestASignInThatEndsIsToldAndTheEndOnceMore(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.Expiring)
	s.set(func(r *notify.Rules) { r.ExpiryDays = 14 })
	s.attempt()
	s.expect()
	s.at(s.now().AddDate(0, 0, 80))
	s.must(s.Reload(t.Context()))
	s.expect("expiring began")
	s.at(s.now().AddDate(0, 0, 3))
	s.expect()
	s.at(s.now().AddDate(0, 0, 14))
	s.must(s.Reload(t.Context()))
	s.expect("expiring began")
	s.attempt() // which uses the token
	s.expect("expiring over")
	// A token is told of as many days before as the rules say.
	s.set(func(r *notify.Rules) { r.ExpiryDays = 30 })
	s.at(s.now().AddDate(0, 0, 58))
	s.expect()
	s.at(s.now().AddDate(0, 0, 3))
	s.expect("expiring began")
}

func TestAMissedImportIsToldUntilTheNext(t *testing.T) {
	s := newTelling(t)
	s.channels(notify.Missed)
	s.set(nil)
	s.attempt()
	plan := s.NewSchedule()
	plan.Name, plan.CatchUp = "Nightly", false
	s.must(s.PutSchedule(t.Context(), plan))
	s.must(s.Assign(t.Context(), s.c.ID, plan.ID))
	s.must(s.store.PassOver(t.Context(), plan.ID, s.now().Add(time.Minute)))
	s.expect("missed began")
	s.expect()
	s.attempt()
	s.expect("missed over")
}

func TestATestMessageSaysWhyItCannotBeSent(t *testing.T) {
	s := newTelling(t)
	c := notify.NewChannel()
	c.Name, c.Kind, c.Format = "Team", notify.KindWebhook, notify.FormatTeams
	// It needs no stored channel.
	secrets := notify.Secrets{notify.FieldAddress: connector.Secret(s.hook.URL + hookPath)}
	s.must(s.Notify.Test(t.Context(), c, secrets))
	if body := s.hook.Requests()[0].Body; !strings.Contains(body, `"AdaptiveCard"`) ||
		!strings.Contains(body, "Messages of Inventory Beacon arrive here.") {
		t.Errorf("%s", body)
	}
	c.Format = notify.FormatSlack
	s.must(s.Notify.Test(t.Context(), c, secrets))
	if body := s.hook.Requests()[1].Body; !strings.Contains(body, `"plain_text"`) || !strings.Contains(body, `"blocks"`) {
		t.Errorf("%s", body)
	}
	s.hook.Answer(http.NotFound)
	if err := s.Notify.Test(t.Context(), c, secrets); err == nil || strings.Contains(err.Error(), hookPath) {
		t.Errorf("%v", err)
	}
	if err := s.Notify.Test(t.Context(), c, nil); err == nil {
		t.Error("it was sent to nowhere")
	}
}
