namespace PipelineKit.Schedules;

/// <summary>
/// When changes are allowed: windows that deny, windows outside of which nothing is allowed. A denying window wins. A window holds while the clock on the wall of its zone shows a time in
/// it: one in the hour that a change to summer time leaves out is not there that day, one in the hour that is shown twice is there twice. No I/O but the time zones of the machine.
/// </summary>
/// <param name="Windows">The windows.</param>
public sealed record FreezeCalendar(IReadOnlyList<ChangeWindow> Windows)
{
    private const int MostSteps = 500;
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(731);

    /// <summary>Whether changes are allowed at a moment, by which window they are not, and when they are next.</summary>
    /// <exception cref="FormatException">A window has a rule that is none, or a zone that is not known.</exception>
    public FreezeVerdict At(DateTimeOffset instant)
    {
        var windows = Windows.Select(w => new OpenWindow(w)).ToArray();
        var (isOpen, window) = Judge(windows, instant);
        return new FreezeVerdict(isOpen, window, Change(windows, instant, isOpen));
    }

    private static (bool IsOpen, ChangeWindow? Window) Judge(OpenWindow[] windows, DateTimeOffset at)
    {
        OpenWindow? outside = null;
        ChangeWindow? inside = null;
        foreach (var window in windows)
        {
            if (window.Holds(at))
            {
                if (window.Window.IsDeny)
                {
                    return (false, window.Window);
                }

                inside ??= window.Window;
            }
            else if (!window.Window.IsDeny)
            {
                outside ??= window;
            }
        }

        return inside is not null ? (true, inside) : (outside is null, outside?.Window);
    }

    // From one moment at which some window begins, ends or has its clock changed to the next, until it matters.
    private static DateTimeOffset? Change(OpenWindow[] windows, DateTimeOffset instant, bool isOpen)
    {
        var last = instant + Horizon;
        var at = instant;
        for (var step = 0; step < MostSteps; step++)
        {
            DateTimeOffset? next = null;
            foreach (var window in windows)
            {
                if (window.Next(at, last) is { } turn && (next is null || turn < next))
                {
                    next = turn;
                }
            }

            if (next is null || next > last)
            {
                return null;
            }

            at = next.Value;
            if (Judge(windows, at).IsOpen != isOpen)
            {
                return at;
            }
        }

        return null;
    }
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
/// <param name="Window">The window that decided; for a moment outside of all allowing windows the first of them; null when no window says anything.</param>
/// <param name="Until">When that changes; null when it is not known within two years.</param>
public sealed record FreezeVerdict(bool IsOpen, ChangeWindow? Window, DateTimeOffset? Until);
