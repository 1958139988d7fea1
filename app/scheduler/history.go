package scheduler

import (
	"context"
	"fmt"
	"strconv"

	"inventorybeacon/store"
)

// DefaultHistoryDays is how many days tasks are kept unless chosen otherwise.
const DefaultHistoryDays = 90

// historySetting holds how many days tasks are kept.
const historySetting = "history-days"

// HistoryDays is how many days tasks are kept. The last one of each connection
// stays longer.
func (s *Scheduler) HistoryDays(ctx context.Context) (int, error) { return historyDays(ctx, s.store) }

// KeepHistory sets how many days tasks are kept, from 1.
func (s *Scheduler) KeepHistory(ctx context.Context, days int) error {
	return s.store.SetSetting(ctx, historySetting, strconv.Itoa(max(days, 1)))
}

func historyDays(ctx context.Context, s *store.Store) (int, error) {
	text, err := s.Setting(ctx, historySetting)
	if err != nil {
		return 0, fmt.Errorf("reading how long tasks are kept: %w", err)
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < 1 {
		return DefaultHistoryDays, nil
	}
	return days, nil
}
