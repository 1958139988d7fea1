package schedule

import (
	"errors"
	"testing"

	"inventorybeacon/app/scheduler"
)

func TestOneReasonOfSeveralImports(t *testing.T) {
	busy, failed := &scheduler.RunningError{}, errors.New("x")
	for name, given := range map[string]struct {
		reasons []error
		want    error
	}{
		"none":      {nil, nil},
		"the same":  {[]error{busy, busy}, busy},
		"different": {[]error{busy, failed}, nil},
	} {
		if got := oneReason(given.reasons); !errors.Is(got, given.want) {
			t.Errorf("given %s: %v, want %v", name, got, given.want)
		}
	}
}
