package export

import (
	"errors"
	"testing"

	"inventorybeacon/connector/panics"
)

func TestRowsAreWrittenInTheirOrderHoweverManyThereAre(t *testing.T) {
	for _, count := range []int{0, 1, rowsAtOnce - 1, rowsAtOnce, rowsAtOnce + 1, 10*batchesAhead*rowsAtOnce + 7} {
		next := 0
		err := beside(counting(count), func(n int) error {
			if n != next {
				t.Fatalf("of %d rows, number %d came as number %d", count, n, next)
			}
			next++
			return nil
		})
		if err != nil || next != count {
			t.Errorf("%d of %d rows, %v", next, count, err)
		}
	}
}

// counting yields the numbers below a count.
func counting(count int) func(yield func(int) error) error {
	return func(yield func(int) error) error {
		for n := range count {
			if err := yield(n); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestNobodyReadsOnForAWriterThatHasFailed(t *testing.T) {
	full := errors.New("full")
	const many = 1_000_000_000
	err := beside(counting(many), func(n int) error {
		if n == rowsAtOnce+5 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) {
		t.Errorf("the error is %v", err)
	}
}

func TestAPanicOfAColumnIsAnError(t *testing.T) {
	var caught *panics.Error
	if err := beside(counting(5), func(int) error { panic("no such column") }); !errors.As(err, &caught) {
		t.Errorf("the error is %v", err)
	}
}

func TestWhatWasReadBeforeAnErrorIsUsed(t *testing.T) {
	broken, used := errors.New("broken"), 0
	err := beside(func(yield func(int) error) error {
		return errors.Join(counting(3)(yield), broken)
	}, func(int) error { used++; return nil })
	if !errors.Is(err, broken) || used != 3 {
		t.Errorf("%d rows, %v", used, err)
	}
}
