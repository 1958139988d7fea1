package connection

import (
	"context"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
)

// Where the program runs on a server, the browser may run elsewhere: its answer does not reach the listener.
func TestWhileAListenerWaitsTheAnswerMayBePasted(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	waiting := newWaiting(w.Session, connector.SignInSystem, cancel)
	waiting.frame.Show()
	if !waiting.Address("https://login.example/authorize") {
		t.Fatal("nothing can be pasted")
	}
	pasted := make(chan string, 1)
	go func() {
		text, _ := waiting.Answer(ctx, "https://login.example/authorize", "")
		pasted <- text
	}()
	w.Await("Only if your browser runs on another computer", "Address of the blank page")
	w.Press("OK")
	w.Await("Paste the address of the page where the sign-in ends first.")
	waiting.answer.SetText("http://localhost/?code=1")
	w.Press("OK")
	if got := <-pasted; got != "http://localhost/?code=1" {
		t.Errorf("pasted is %q", got)
	}
}
