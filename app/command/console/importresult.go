package console

import (
	"cmp"
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
	Error    *TaskError            `json:"error,omitempty"`
	Held     *connector.HeldBack   `json:"held,omitempty"`
	Seconds  float64               `json:"seconds"`
	Phases   []connector.PhaseTime `json:"phases"`
}

// TaskError is why a task has failed, as JSON: like an error of a command.
type TaskError struct {
	Message string `json:"message"`
	Action  string `json:"action"`
	// Code is that of the way out of it where there is one, else the word of the exit status.
	Code      string `json:"code"`
	Reference string `json:"reference,omitempty"`
}

// NewTaskError is why a task has failed in a way; nil when it has not.
func NewTaskError(why connector.Advice, failure app.Failure) *TaskError {
	if why.Message == "" {
		return nil
	}
	return &TaskError{Message: why.Message, Action: why.Action, Code: cmp.Or(string(why.Code), string(failure)), Reference: why.Reference}
}

// ErrorOf is why a task has failed, as JSON.
func ErrorOf(task app.Task) *TaskError {
	if task.Status == app.StatusHeldBack {
		return NewTaskError(task.Failure, app.FailureHeldBack)
	}
	return NewTaskError(task.Failure, app.FailureOther)
}

// ResultOf is what import --json prints of an import.
func ResultOf(task app.Task) ImportResult {
	result := ImportResult{
		Connection: task.ConnectionName,
		Task:       task.ID,
		Status:     string(task.Status),
		Counts:     task.Counts,
		Warnings:   []string{},
		Error:      ErrorOf(task),
		Seconds:    task.Ended.Sub(task.Started).Round(time.Millisecond).Seconds(),
		Phases:     append([]connector.PhaseTime{}, task.Phases...), // never null
	}
	for _, w := range task.Warnings {
		result.Warnings = append(result.Warnings, strings.TrimSpace(w.Message+" "+w.Advice))
	}
	if len(task.Held.Losses) > 0 {
		result.Held = &task.Held
	}
	return result
}
