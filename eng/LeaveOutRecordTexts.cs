// A build task (compiled by the build itself, see LeaveOutRecordTexts.targets): tells the trimmer that no record writes its members in ToString(). Nobody reads those texts in the
// published program, and they are 0.4 MB of it. Records that have something to say write a ToString() of their own, which stays. The trimmer takes no patterns for types, so they are listed.
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

public class LeaveOutRecordTexts : Task
{
    private static readonly Regex Record = new Regex(@"^(?:public|internal) (?:(?:sealed|abstract|readonly|partial) )*record (?:struct |class )?(?<name>\w+)(?!\w|<)", RegexOptions.Multiline);
    private static readonly Regex Namespace = new Regex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline);

    // Projects, each with its assembly name as metadata.
    [Required]
    public ITaskItem[] Projects { get; set; }

    [Required]
    public string Target { get; set; }

    public override bool Execute()
    {
        var lines = new List<string> { "<linker>" };
        foreach (var project in Projects)
        {
            var records = Directory.GetFiles(project.GetMetadata("FullPath"), "*.cs", SearchOption.AllDirectories).SelectMany(Names).Distinct().OrderBy(n => n).ToList();
            lines.Add("  <assembly fullname=\"" + SecurityElement.Escape(project.GetMetadata("Assembly")) + "\">");
            lines.AddRange(records.Select(r => "    <type fullname=\"" + r + "\"><method signature=\"System.Boolean PrintMembers(System.Text.StringBuilder)\" body=\"stub\" value=\"false\" /></type>"));
            lines.Add("  </assembly>");
        }

        lines.Add("</linker>");
        Directory.CreateDirectory(Path.GetDirectoryName(Target));
        File.WriteAllLines(Target, lines);
        return !Log.HasLoggedErrors;
    }

    private static IEnumerable<string> Names(string file)
    {
        var text = File.ReadAllText(file);
        var space = Namespace.Match(text);
        return space.Success ? Record.Matches(text).Cast<Match>().Select(m => space.Groups["name"].Value + "." + m.Groups["name"].Value) : Enumerable.Empty<string>();
    }
}
