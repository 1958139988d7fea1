package panics

import (
	"context"
	"errors"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestTryGivenWhatMayHappen(t *testing.T) {
	full := errors.New("full")
	for name, tt := range map[string]struct {
		f    func() error
		want string
	}{
		"nothing":          {func() error { return nil }, ""},
		"an error":         {func() error { return full }, "full"},
		"a panic":          {func() error { panic("the disk is round") }, "panic: the disk is round"},
		"a fault":          {func() error { return outOfRange(nil, 5) }, "panic: runtime error: index out of range [5] with length 0"},
		"a panic with nil": {func() error { panic(nil) }, "panic: panic called with nil argument"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Try(tt.f)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != tt.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func outOfRange(list []error, i int) error { return list[i] }

func TestGroupEndsTheOthersGivenAPanic(t *testing.T) {
	group, ctx := WithContext(t.Context())
	group.Go(func() error {
		<-ctx.Done()
		return context.Cause(ctx)
	})
	group.Go(func() error { return outOfRange(nil, 5) })
	err := group.Wait()
	var fault *Error
	if !errors.As(err, &fault) || !errors.Is(context.Cause(ctx), err) {
		t.Fatalf("%v, cause %v", err, context.Cause(ctx))
	}
	if !strings.Contains(string(fault.Stack), "panics.outOfRange") {
		t.Errorf("the stack does not say where:\n%s", fault.Stack)
	}
	if m, ok := connector.MessageOf(err); !ok || !strings.Contains(m.Reference, "index out of range") ||
		strings.Contains(m.Reference, "goroutine") {
		t.Errorf("%+v", m)
	}
}
