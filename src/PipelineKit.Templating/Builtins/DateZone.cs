using System.Globalization;

namespace PipelineKit.Templating.Builtins;

/// <summary>The zone of dates that do not say theirs. A date is UTC or of this zone; there is no third kind.</summary>
internal static class DateZone
{
    /// <summary>UTC in manifests, which are the same everywhere; else that of the clock, or of the machine.</summary>
    public static TimeZoneInfo Of(RenderContext context) =>
        context.Profile == TemplateProfile.Manifest ? TimeZoneInfo.Utc : (context.Options.Clock ?? TimeProvider.System).LocalTimeZone;

    /// <summary>An instant as a date of the zone.</summary>
    public static DateTime FromUtc(RenderContext context, DateTime utc) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Of(context)), DateTimeKind.Unspecified);

    /// <summary>The instant of a date.</summary>
    public static DateTime ToUtc(RenderContext context, DateTime date)
    {
        var ticks = date.Ticks - Offset(context, date).Ticks;
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }

    /// <summary>The distance to UTC as <c>+01:00</c>.</summary>
    public static string OffsetText(RenderContext context, DateTime date)
    {
        var offset = Offset(context, date);
        return (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
    }

    private static TimeSpan Offset(RenderContext context, DateTime date) =>
        date.Kind == DateTimeKind.Utc ? TimeSpan.Zero : Of(context).GetUtcOffset(DateTime.SpecifyKind(date, DateTimeKind.Unspecified));
}
