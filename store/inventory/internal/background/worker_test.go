package background

import (
	"context"
	"errors"
	"testing"
)

func TestWorkThatIsAskedForMeanwhileIsDoneOnceMore(t *testing.T) {
	var w Worker
	begun, goOn := make(chan struct{}), make(chan struct{})
	times := 0
	work := func(context.Context) error {
		times++
		if times == 1 {
			close(begun)
			<-goOn
		}
		return nil
	}
	if err := w.Wait(t.Context()); err != nil {
		t.Fatalf("given nothing to do, waiting ends with %v", err)
	}
	w.Start(work, func(_ context.Context, err error) { t.Error(err) })
	<-begun
	w.Start(work, func(_ context.Context, err error) { t.Error(err) })
	w.Start(work, func(_ context.Context, err error) { t.Error(err) })
	gone, cancel := context.WithCancelCause(t.Context())
	impatient := errors.New("impatient")
	cancel(impatient)
	if err := w.Wait(gone); !errors.Is(err, impatient) {
		t.Errorf("who does not wait any longer gets %v", err)
	}
	close(goOn)
	if err := w.Wait(t.Context()); err != nil || times != 2 {
		t.Errorf("it was done %d times, %v", times, err)
	}
	w.Start(work, func(_ context.Context, err error) { t.Error(err) })
	if err := w.Wait(t.Context()); err != nil || times != 3 {
		t.Errorf("asked for once more, it was done %d times, %v", times, err)
	}
	w.Close()
	w.Start(work, func(_ context.Context, err error) { t.Error(err) })
	if err := w.Wait(t.Context()); err != nil || times != 3 {
		t.Errorf("after the end it was done %d times, %v", times, err)
	}
}

func TestCloseEndsTheWork(t *testing.T) {
	var w Worker
	ended := false
	begun := make(chan struct{})
	w.Start(func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		ended = true
		return ctx.Err()
	}, func(_ context.Context, err error) { t.Errorf("given an end, it is told of %v", err) })
	<-begun
	w.Close()
	if !ended {
		t.Error("it goes on")
	}
	w.Close()
}

func TestWhatFailsOrPanicsIsTold(t *testing.T) {
	var w Worker
	broken := errors.New("broken")
	for given, work := range map[string]func(context.Context) error{
		"an error": func(context.Context) error { return broken },
		"a panic":  func(context.Context) error { panic(broken) },
	} {
		told := 0
		w.Start(work, func(context.Context, error) { told++ })
		if err := w.Wait(t.Context()); err != nil || told != 1 {
			t.Errorf("given %s, it is told %d times, %v", given, told, err)
		}
	}
}
