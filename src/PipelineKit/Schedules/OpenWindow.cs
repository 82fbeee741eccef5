namespace PipelineKit.Schedules;

/// <summary>A window with its rule and zone read.</summary>
internal sealed class OpenWindow
{
    private readonly ScheduleRule _rule;
    private readonly ZoneRules _zone;

    internal OpenWindow(ChangeWindow window)
    {
        Window = window;
        _rule = ScheduleRule.Parse(window.Rule);
        _zone = ZoneRules.Find(window.Zone) ?? throw new FormatException($"there is no time zone `{window.Zone}`");
    }

    internal ChangeWindow Window { get; }

    /// <summary>Whether the wall clock shows a time in it.</summary>
    internal bool Holds(DateTimeOffset at) => End(_zone.Local(at)) is not null;

    /// <summary>The next moment at which it may begin or end, or the clock is changed.</summary>
    internal DateTimeOffset? Next(DateTimeOffset at, DateTimeOffset last)
    {
        var local = _zone.Local(at);
        var turn = End(local) ?? _rule.After(local, _zone.Local(last));
        var jump = _zone.NextTransition(at);
        DateTimeOffset? next = turn is { } wall ? at + (wall - local) : null;
        return next is null || jump < next ? jump : next;
    }

    // Of all beginnings up to now the latest ends last.
    private DateTime? End(DateTime local) =>
        _rule.Before(local, local - Window.Duration) is { } begin && local - begin < Window.Duration ? begin + Window.Duration : null;
}
