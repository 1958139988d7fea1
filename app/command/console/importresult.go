package console

import (
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

// ImportResult is what import --json prints.
type ImportResult struct {
	Connection string `json:"connection"`
	Task       int64  `json:"task"`
	Status     string `json:"status"`
	connector.Counts
	Warnings []string              `json:"warnings"`
	Error    *connector.Advice     `json:"error,omitempty"`
	Held     *connector.HeldBack   `json:"held,omitempty"`
	Seconds  float64               `json:"seconds"`
	Phases   []connector.PhaseTime `json:"phases"`
}

// ResultOf is what import --json prints of an import.
func ResultOf(task app.Task) ImportResult {
	result := ImportResult{
		Connection: task.ConnectionName,
		Task:       task.ID,
		Status:     string(task.Status),
		Counts:     task.Counts,
		Warnings:   []string{},
		Seconds:    task.Ended.Sub(task.Started).Round(time.Millisecond).Seconds(),
		Phases:     append([]connector.PhaseTime{}, task.Phases...), // never null
	}
	for _, w := range task.Warnings {
		result.Warnings = append(result.Warnings, strings.TrimSpace(w.Message+" "+w.Advice))
	}
	if task.Failure.Message != "" {
		result.Error = &task.Failure
	}
	if len(task.Held.Losses) > 0 {
		result.Held = &task.Held
	}
	return result
}
