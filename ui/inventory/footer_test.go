package inventory

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestWhatTheFooterSaysIsAskedForUntilItHasPassed(t *testing.T) {
	refused := errors.New("refused")
	ended, end := context.WithCancel(t.Context())
	end()
	for _, given := range []struct {
		what    string
		ctx     context.Context
		pause   time.Duration
		answers []string // after which it is refused
		asked   int
		want    error
	}{
		{"a search index that is made meanwhile", t.Context(), 1, []string{"being made", "being made", ""}, 3, nil},
		{"an index that has been made", t.Context(), 1, []string{""}, 1, nil},
		{"an inventory that cannot be read any more", t.Context(), 1, []string{"being made"}, 2, refused},
		{"another list", ended, time.Hour, nil, 0, context.Canceled},
	} {
		t.Run(given.what, func(t *testing.T) {
			asked := 0
			err := untilNothing(given.ctx, given.pause, func(context.Context) (string, error) {
				asked++
				if asked > len(given.answers) {
					return "", refused
				}
				return given.answers[asked-1], nil
			})
			if !errors.Is(err, given.want) || asked != given.asked {
				t.Errorf("asked %d times, then %v", asked, err)
			}
		})
	}
}
