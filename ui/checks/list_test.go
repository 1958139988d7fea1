package checks

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

func TestTheChecksSayWhatIsWaitedForAndForHowLong(t *testing.T) {
	test.NewTempApp(t)
	begin := time.Now()
	l := newList()
	running := func(name, host string) message.Check {
		return message.Check{Title: name, Result: connector.CheckRunning, Meaning: "waiting for " + host + "..."}
	}
	passed := message.Check{Title: "Users", Result: connector.CheckPassed, Meaning: "3 users can be read."}
	for _, step := range []struct {
		happens string
		do      func()
		want    string
		rows    int
	}{
		{"a tick before anything", func() { l.count(begin) }, "Testing...", 0},
		{"a check begins", func() { l.wait(running("Users", "graph.microsoft.com"), begin) }, "Users: waiting for graph.microsoft.com...", 0},
		{"seconds go by", func() { l.count(begin.Add(7100 * time.Millisecond)) }, "Users: waiting for graph.microsoft.com... 7 s", 0},
		{
			"it goes on with another host", func() { l.wait(running("Users", "login.microsoftonline.com"), begin.Add(8*time.Second)) },
			"Users: waiting for login.microsoftonline.com... 8 s", 0,
		},
		{"it ends", func() { l.add(passed) }, "Testing...", 1},
		{
			"the next begins", func() { l.wait(running("Licenses", "graph.microsoft.com"), begin.Add(9*time.Second)) },
			"Licenses: waiting for graph.microsoft.com...", 1,
		},
		{"the test ends", func() { l.done([]message.Check{passed}, Verdicts{Passed: "An import can run."}) }, "An import can run.", 1},
		{"a late tick", func() { l.count(begin.Add(time.Minute)) }, "An import can run.", 1},
	} {
		step.do()
		if got := l.waiting.Text(); got != step.want || l.rows.Len() != step.rows {
			t.Errorf("when %s, it says %q below %d checks, want %q below %d", step.happens, got, l.rows.Len(), step.want, step.rows)
		}
	}
}
