package export

import (
	"errors"
	"sync"

	"inventorybeacon/connector/panics"
)

const (
	// rowsAtOnce is how many rows are handed over together: one by one would cost more than
	// writing them.
	rowsAtOnce = 256
	// batchesAhead is how many batches are read before the first of them is written.
	batchesAhead = 4
)

var errStopped = errors.New("nobody takes the rows any more")

// beside has the rows that each yields used on a goroutine of its own, in their order: to
// find a row and to write it take about the same time, and so both cores work. A row must not
// be changed after it was yielded.
func beside[T any](each func(yield func(T) error) error, use func(T) error) error {
	full, empty, done := make(chan []T, batchesAhead), make(chan []T, batchesAhead), make(chan struct{})
	var failed error
	go func() {
		defer close(done)
		failed = panics.Try(func() error { return useAll(full, empty, use) })
	}()
	end := sync.OnceFunc(func() { close(full); <-done })
	defer end() // also when each panics
	err := handOver(each, full, empty, done)
	end()
	if failed != nil {
		return failed
	}
	return err
}

// handOver puts the rows into batches, which it takes back when they were used.
func handOver[T any](each func(yield func(T) error) error, full chan<- []T, empty <-chan []T, done <-chan struct{}) error {
	var batch []T
	hand := func() error {
		select {
		case full <- batch:
		case <-done:
			return errStopped
		}
		select {
		case batch = <-empty:
		default:
			batch = make([]T, 0, rowsAtOnce)
		}
		return nil
	}
	err := each(func(row T) error {
		if batch = append(batch, row); len(batch) < rowsAtOnce {
			return nil
		}
		return hand()
	})
	if len(batch) > 0 {
		if stopped := hand(); err == nil {
			err = stopped
		}
	}
	return err
}

func useAll[T any](full <-chan []T, empty chan<- []T, use func(T) error) error {
	for batch := range full {
		for _, row := range batch {
			if err := use(row); err != nil {
				return err
			}
		}
		clear(batch)
		select {
		case empty <- batch[:0]:
		default:
		}
	}
	return nil
}
