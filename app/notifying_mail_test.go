package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/notify/notifytest"
)

// newMailing opens a program that tells some people by mail when imports fail.
func newMailing(t *testing.T, to ...string) *telling {
	t.Helper()
	s := newTelling(t)
	c := s.mailChannel(notify.ImportFailed)
	c.To = to
	s.must(s.Notify.PutChannel(t.Context(), c, notify.Secrets{notify.FieldPassword: "the mail password"}))
	s.set(nil)
	s.attempt()
	return s
}

// behaves has the mail server answer to some commands in another way.
func (s *telling) behaves(answers map[string]string) {
	s.smtp.Set(notifytest.Behavior{Auth: "PLAIN", Answers: answers})
}

// lookIn looks after a time.
func (s *telling) lookIn(wait time.Duration) {
	s.at(s.now().Add(wait))
	s.Notify.Look(s.t.Context())
}

// got is who has got which mail.
func (s *telling) got() (got []string) {
	for _, m := range s.smtp.Mails() {
		got = append(got, strings.Join(m.To, " ")+": "+headerOf(s.t, m, "Subject"))
	}
	return got
}

func (s *telling) wantGot(want ...string) {
	s.t.Helper()
	if got := s.got(); !slices.Equal(got, want) {
		s.t.Errorf("got %q, want %q", got, want)
	}
}

const (
	anne, bob = "anne@contoso.com", "bob@contoso.com"
	fails     = ": The import of Contoso has failed."
	works     = ": The import of Contoso no longer fails."
)

// The server takes it, and does not answer to the goodbye.
func TestAMailThatWasTakenWhileTheProgramEndsIsSentOnce(t *testing.T) {
	for name, answers := range map[string]map[string]string{
		"for all":  {"QUIT": notifytest.Stall},
		"for some": {"QUIT": notifytest.Stall, "RCPT bob@contoso.com": "550 5.1.1 no such user"},
	} {
		t.Run("given it was taken "+name, func(t *testing.T) {
			s := newMailing(t, anne, bob)
			s.failed.Store(true)
			s.attempt()
			ending, end := context.WithCancel(t.Context())
			defer end()
			s.smtp.Set(notifytest.Behavior{Auth: "PLAIN", Answers: answers, Hears: func(command string) {
				if command == "QUIT" {
					end()
				}
			}})
			s.Notify.Look(ending)
			s.behaves(nil)
			s.lookIn(time.Hour)
			if got := s.got(); len(got) != 1 {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestARecipientWhoIsRefusedForTheMomentGetsTheMessageLater(t *testing.T) {
	s := newMailing(t, anne, bob)
	// Given a server that does not take a message for one of two,
	s.behaves(map[string]string{"RCPT " + bob: "450 4.2.0 greylisted"})
	s.failed.Store(true)
	s.attempt()
	s.lookIn(time.Minute)
	s.wantGot(anne + fails)
	waiting, err := s.Notify.Waiting(t.Context())
	s.must(err)
	if len(waiting) != 1 || !strings.Contains(waiting[0].Failure, "not yet for "+bob) || strings.Contains(waiting[0].Failure, anne) {
		t.Errorf("%+v", waiting)
	}
	// then that holds up no other message,
	s.failed.Store(false)
	s.attempt()
	s.lookIn(time.Second)
	s.wantGot(anne+fails, anne+works)
	// and when the server takes them, he alone gets them, in another process, too.
	s.behaves(nil)
	s.close()
	s.opened = openWith(t, s.o)
	s.lookIn(time.Hour)
	s.lookIn(time.Hour)
	s.wantGot(anne+fails, anne+works, bob+fails, bob+works)
	mails := s.smtp.Mails()
	if first, last := headerOf(t, mails[0], "Message-Id"), headerOf(t, mails[2], "Message-Id"); first != last {
		t.Errorf("the message is %s, and then %s", first, last)
	}
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
}

func TestAMessageThatIsRefusedForAllButNotForGoodHoldsUpNoOther(t *testing.T) {
	for name, given := range map[string]map[string]string{
		"one does not exist, one has no room": {"RCPT " + anne: "550 5.1.1 no such user", "RCPT " + bob: "452 4.2.2 mailbox full"},
		"both are new to the server":          {"RCPT": "450 4.2.0 greylisted"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			s := newMailing(t, anne, bob)
			s.behaves(given)
			s.failed.Store(true)
			s.attempt()
			s.lookIn(time.Minute)
			s.wantGot()
			// then what comes later does not wait for it,
			s.behaves(nil)
			s.failed.Store(false)
			s.attempt()
			s.lookIn(time.Second)
			s.wantGot(anne + " " + bob + works)
			// and it goes to all who are taken then.
			s.behaves(map[string]string{"RCPT " + anne: given["RCPT "+anne]})
			s.lookIn(time.Hour)
			want := anne + " " + bob + fails
			if given["RCPT "+anne] != "" {
				want = bob + fails
			}
			s.wantGot(anne+" "+bob+works, want)
			if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
				t.Errorf("%+v, %v", waiting, err)
			}
		})
	}
}

func TestWhoIsRefusedForGoodIsNotTriedAgain(t *testing.T) {
	for name, given := range map[string]map[string]string{
		"by and by":  {"RCPT " + bob: "550 5.1.1 no such user"},
		"for nobody": nil,
	} {
		t.Run("given the rest is refused "+name, func(t *testing.T) {
			s := newMailing(t, anne, bob, "carl@contoso.com")
			s.behaves(map[string]string{"RCPT " + bob: "450 4.2.0 greylisted", "RCPT carl@contoso.com": "550 5.1.1 no such user"})
			s.failed.Store(true)
			s.attempt()
			s.lookIn(time.Minute)
			s.behaves(given)
			s.lookIn(time.Hour)
			s.behaves(nil)
			s.lookIn(4 * time.Hour)
			want := []string{anne + fails}
			if given == nil {
				want = append(want, bob+fails)
			}
			s.wantGot(want...)
			if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
				t.Errorf("%+v, %v", waiting, err)
			}
		})
	}
}

func TestATestMessageSaysWhoHasNotGotItAndTheLogDoes(t *testing.T) {
	const refused, later = "550 5.1.1 no such user", "450 4.2.0 greylisted"
	for name, given := range map[string]struct{ anne, bob, want, action string }{
		"one does not exist":        {"", refused, "but not for " + bob + ".", "Correct or remove these recipients"},
		"one has to wait":           {"", later, "but not yet for " + bob + ".", "Many servers let new senders wait"},
		"one each":                  {refused, later, "but not for " + anne + ", and not yet for " + bob + ".", "Correct or remove " + anne},
		"the conversation is ended": {notifytest.Drop, "", "has ended the conversation.", "Details are in the log."},
	} {
		t.Run("given "+name, func(t *testing.T) {
			s := newMailing(t, "dora@contoso.com", anne, bob)
			answers := map[string]string{"RCPT " + anne: given.anne, "RCPT " + bob: given.bob}
			if given.anne == notifytest.Drop {
				answers = map[string]string{"DATA": notifytest.Drop}
			}
			s.behaves(answers)
			c, err := s.Notify.Channel(t.Context(), "Mail")
			s.must(err)
			told := message.Explain(s.Notify.Test(t.Context(), c, nil))
			if !strings.Contains(told.Message, given.want) || !strings.Contains(told.Action, given.action) {
				t.Errorf("%+v", told)
			}
			if !strings.Contains(s.log.String(), "mail server "+s.smtp.Address()) {
				t.Error("the log does not say so")
			}
		})
	}
}

// refused are the recipients whom the program knows as refused, with how many messages they have not got.
func (s *telling) refused() map[string]int {
	s.t.Helper()
	all, err := s.Notify.Refused(s.t.Context())
	s.must(err)
	found := map[string]int{}
	for _, r := range all {
		found[r.Address] = r.Messages
	}
	return found
}

func (s *telling) wantRefused(want map[string]int) {
	s.t.Helper()
	if got := s.refused(); !maps.Equal(got, want) {
		s.t.Errorf("%v are refused, want %v", got, want)
	}
}

func TestAMessageThatIsRefusedForEverybodyIsToldAndGivenUp(t *testing.T) {
	s := newMailing(t, anne, bob)
	// Given a server that knows neither recipient,
	s.behaves(map[string]string{"RCPT": "550 5.1.1 no such user"})
	s.failed.Store(true)
	s.attempt()
	s.lookIn(time.Minute)
	// then nothing waits, and who is refused is told, in another process, too.
	if waiting, err := s.Notify.Waiting(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("%+v, %v", waiting, err)
	}
	s.wantRefused(map[string]int{anne: 1, bob: 1})
	if log := s.log.String(); !strings.Contains(log, "level=ERROR") ||
		!strings.Contains(log, "giving up a message that is refused for each of its recipients") {
		t.Error("the log does not say so")
	}
	s.close()
	s.opened = openWith(t, s.o)
	refused, err := s.Notify.Refused(t.Context())
	s.must(err)
	if len(refused) != 2 || refused[0].Channel != "Mail" || !strings.Contains(refused[0].Text(), "550 5.1.1 no such user") ||
		!refused[0].Since.Equal(s.now()) {
		t.Errorf("%+v", refused)
	}
	// When the server takes one of them, what comes after goes out, and that one is refused no more.
	s.behaves(map[string]string{"RCPT " + bob: "550 5.1.1 no such user"})
	s.failed.Store(false)
	s.attempt()
	s.lookIn(time.Minute)
	s.wantGot(anne + works)
	s.wantRefused(map[string]int{bob: 2})
	// Who is no recipient any more is forgotten.
	c, err := s.Notify.Channel(t.Context(), "Mail")
	s.must(err)
	c.To = []string{anne}
	s.must(s.Notify.PutChannel(t.Context(), c, nil))
	s.wantRefused(map[string]int{})
}

func TestWhoIsRefusedAmongOthersIsToldUntilATestMessageArrives(t *testing.T) {
	s := newMailing(t, anne, bob)
	s.behaves(map[string]string{"RCPT " + bob: "550 5.1.1 no such user"})
	s.failed.Store(true)
	s.attempt()
	s.lookIn(time.Minute)
	s.wantGot(anne + fails)
	s.wantRefused(map[string]int{bob: 1})
	s.behaves(nil)
	c, err := s.Notify.Channel(t.Context(), "Mail")
	s.must(err)
	s.must(s.Notify.Test(t.Context(), c, nil))
	s.wantRefused(map[string]int{})
}

// What a server says of who sends, it says of each recipient: nobody is lost by that.
func TestAMessageThatIsRefusedForTheSakeOfWhoSendsIsTriedAgain(t *testing.T) {
	s := newMailing(t, anne, bob)
	s.behaves(map[string]string{"RCPT": "554 5.7.1 relay access denied"})
	s.failed.Store(true)
	s.attempt()
	s.lookIn(time.Minute)
	s.wantRefused(map[string]int{})
	s.behaves(nil)
	s.lookIn(2 * time.Hour)
	s.wantGot(anne + " " + bob + fails)
}

// The server takes it, and the program is killed before it hears of that.
func TestAMailThatIsSentAgainHasTheSameMessageID(t *testing.T) {
	s := newMailing(t, anne)
	s.behaves(map[string]string{".": notifytest.Lose})
	s.failed.Store(true)
	s.attempt()
	s.lookIn(time.Minute)
	s.close()
	s.behaves(nil)
	s.opened = openWith(t, s.o)
	s.lookIn(time.Hour)
	mails := s.smtp.Mails()
	if len(mails) != 2 {
		t.Fatalf("got %q", s.got())
	}
	for _, header := range []string{"Message-Id", "Date", "Subject"} {
		if first, again := headerOf(t, mails[0], header), headerOf(t, mails[1], header); first == "" || first != again {
			t.Errorf("%s is %q, and then %q", header, first, again)
		}
	}
}
