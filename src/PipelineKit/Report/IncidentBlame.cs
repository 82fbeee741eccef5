using PipelineKit.Audit;

namespace PipelineKit.Report;

/// <summary>Puts incidents down to what was deployed when they were opened.</summary>
internal static class IncidentBlame
{
    /// <summary>The reports with their incidents; what could be put down to nothing is in <paramref name="others"/>.</summary>
    internal static IReadOnlyList<EnvironmentReport> Assign(IReadOnlyList<EnvironmentReport> reports, IEnumerable<Incident> incidents, List<Incident> others)
    {
        var found = reports.Select(_ => new List<Incident>()).ToList();
        foreach (var incident in incidents.OrderBy(i => i.Opened).ThenBy(i => i.Title, StringComparer.Ordinal))
        {
            var places = Enumerable.Range(0, reports.Count).Where(i => WasThere(reports[i], incident)).ToList();

            // What is known by its image alone is one of users, where users had it.
            var chosen = incident.Environment.Length == 0 && places.Exists(i => reports[i].IsProduction) ? places.FindAll(i => reports[i].IsProduction) : places;
            foreach (var i in chosen)
            {
                found[i].Add(incident);
                Mark(reports[i], incident);
            }

            if (chosen.Count == 0)
            {
                others.Add(incident);
            }
        }

        return [.. reports.Select((r, i) => r with { Incidents = found[i] })];
    }

    private static bool WasThere(EnvironmentReport report, Incident incident) =>
        (incident.Environment.Length == 0 || incident.Environment == report.Name) && Occupant(report, incident) is not null;

    private static Occupancy? Occupant(EnvironmentReport report, Incident incident) =>
        report.History.Occupancies.LastOrDefault(o =>
            o.From <= incident.Opened && (o.Until is null || incident.Opened < o.Until) && (incident.Digest is null || incident.Digest == o.Digest));

    private static void Mark(EnvironmentReport report, Incident incident)
    {
        var digest = Occupant(report, incident)!.Digest;
        if (report.Deployments.LastOrDefault(d => d.Outcome != DeploymentOutcome.Abandoned && d.Digest == digest && d.At <= incident.Opened) is { } deployment)
        {
            deployment.HasIncident = true;
        }
    }
}
