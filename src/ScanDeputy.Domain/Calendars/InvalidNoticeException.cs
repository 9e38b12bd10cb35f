namespace ScanDeputy.Domain.Calendars;

/// <summary>Why notices do not make a calendar (handbook §4: an import is guarded).</summary>
public enum NoticeFault
{
    /// <summary>There is no notice at all.</summary>
    NoNotice,

    /// <summary>A year has no day off: it would silently count as "no holidays".</summary>
    EmptyYear,

    /// <summary>A day lies neither in the notice's year nor in the week before or after it.</summary>
    DayOutsideYear,

    /// <summary>A make-up day falls on Monday to Friday, which are worked anyway.</summary>
    MakeupOnWeekday,

    /// <summary>The same day is off and worked.</summary>
    Contradiction,

    /// <summary>Two notices are for the same year; a second notice has to be merged into the first.</summary>
    YearTwice,

    /// <summary>A year between two covered ones is missing: it would silently count as "no holidays".</summary>
    YearMissing,
}

/// <summary>Notices that do not make a calendar; <see cref="Fault"/> is the stable reason, the message names year and day.</summary>
public sealed class InvalidNoticeException(NoticeFault fault, string message, DateOnly? day = null) : Exception(message)
{
    /// <summary>The stable reason.</summary>
    public NoticeFault Fault { get; } = fault;

    /// <summary>The day it is about; null when it is about a year.</summary>
    public DateOnly? Day { get; } = day;
}
