namespace PipelineKit.Schedules;

/// <summary>When changes are allowed: windows that deny, windows outside of which nothing is allowed. A denying window wins. No I/O but the time zones of the machine.</summary>
/// <param name="Windows">The windows.</param>
public sealed record FreezeCalendar(IReadOnlyList<ChangeWindow> Windows)
{
    /// <summary>Whether changes are allowed at a moment, by which window they are not, and when they are next.</summary>
    public FreezeVerdict At(DateTimeOffset instant) => throw new NotImplementedException(instant.ToString("O"));
}

/// <summary>A recurring span of time.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="IsDeny">Whether it denies; otherwise changes are allowed only inside of one of the allowing windows.</param>
/// <param name="Rule">When it begins: RRULE (RFC 5545, with its DTSTART) or five fields of cron.</param>
/// <param name="Duration">How long it lasts from there, by the wall clock of its zone.</param>
/// <param name="Zone">The IANA time zone.</param>
public sealed record ChangeWindow(string Name, bool IsDeny, string Rule, TimeSpan Duration, string Zone);

/// <summary>What a calendar says about a moment.</summary>
/// <param name="IsOpen">Whether changes are allowed.</param>
/// <param name="Window">The window that decided; null when no window says anything.</param>
/// <param name="Until">When that may change; null when it is not known within two years.</param>
public sealed record FreezeVerdict(bool IsOpen, ChangeWindow? Window, DateTimeOffset? Until);
