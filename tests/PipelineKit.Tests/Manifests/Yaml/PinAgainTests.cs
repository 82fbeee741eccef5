using System.Text;
using PipelineKit.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Yaml;

/// <summary>What a pin writes is found again as the same bytes, so that putting the old text back restores the file.</summary>
public sealed class PinAgainTests
{
    private const string Hex = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Theory]
    [InlineData("services:\n  a: {image: x:1, b: c}\n  d:\n    image: \"${R:-r.io}/x:1\"   # c\r\n  e:\n    image: ${R:-r.io}/x/y\n  f:\n    image: x:1-${V:-alpine}\n  g:\n    image: 'x:${T:-2}'")]
    [InlineData("x-a: &a\n  image: &i x\nservices:\n  b:\n    <<: *a\n  c:\n    image: *i\n  d:\n    image: >-\n      nginx:1\n  e:\n    image: ${X:-${Y:-z:1}}\n")]
    public void In_Compose(string yaml) => Check(Encoding.UTF8.GetBytes(yaml), FileKind.Compose, ComposeFinder.Find);

    [Theory]
    [InlineData("image:\n  repository: a/b\n  tag: 1.2 # c\nb:\n  image: x\nc:\n  repository: r\n  tag: \"\"\nd:\n  repository: r\n  tag: ''\n  digest: \"\"\ne:\n  repository: r\n  tag: v1\n  sha: \"\"\nf:\n  image: x:1\n")]
    public void In_Helm_values(string yaml) => Check(Encoding.UTF8.GetBytes(yaml), FileKind.HelmValues, (d, s) => HelmValuesFinder.Find(d, s, () => "9.9"));

    [Theory]
    [InlineData("images:\n- name: a\n  newTag: 1.25\n- {name: b, newTag: 'v1'}\n- name: c\n  newTag: v1\n  digest: \"\"\n")]
    public void In_Kustomize(string yaml) => Check(Encoding.UTF8.GetBytes(yaml), FileKind.Kustomization, KustomizeFinder.Find);

    [SkippableFact]
    public void In_real_repositories()
    {
        foreach (var path in Corpus.YamlFiles())
        {
            var file = File.ReadAllBytes(path);
            Check(file, FileKind.Kubernetes, (d, s) => KubernetesFinder.Find(d, s, []), mayBeEmpty: true);
            Check(file, FileKind.Compose, ComposeFinder.Find, mayBeEmpty: true);
        }
    }

    private static void Check(byte[] file, FileKind kind, Sites.Finder finder, bool mayBeEmpty = false)
    {
        var sites = Sites.Of(file, kind, finder).OrderBy(s => s.Edit.Start).ToList();
        Assert.True(mayBeEmpty || sites.Count > 2, "too little was found");
        Assert.All(sites, s => Assert.Equal(NotPinnable.No, s.Obstacle));
        var written = sites.ConvertAll(Pinned);
        var pinned = Splice(file, sites, written);
        var again = Sites.Of(pinned, kind, finder).OrderBy(s => s.Edit.Start).ToList();
        Assert.Equal(string.Join('\n', written), string.Join('\n', again.Select(s => s.EditText)));
        Assert.All(again, s => Assert.EndsWith("@sha256:" + Hex, s.Reference, StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', sites.Select(s => s.Where)), string.Join('\n', again.Select(s => s.Where)));
        Assert.Equal(file, Splice(pinned, again, sites.ConvertAll(s => s.EditText)));
    }

    private static string Pinned(ReferenceSite site) =>
        site.Form switch
        {
            SiteForm.DigestValue => "sha256:" + Hex,
            SiteForm.HexValue => Hex,
            SiteForm.EmptyTag => $"{site.Reference[(site.Reference.LastIndexOf(':') + 1)..]}@sha256:{Hex}",
            _ => $"{site.EditText.Split('@')[0]}@sha256:{Hex}",
        };

    private static byte[] Splice(byte[] file, List<ReferenceSite> sites, List<string> texts)
    {
        var result = new MemoryStream();
        var at = 0;
        for (var i = 0; i < sites.Count; i++)
        {
            result.Write(file.AsSpan(at, sites[i].Edit.Start - at));
            result.Write(Encoding.UTF8.GetBytes(texts[i]));
            at = sites[i].Edit.End;
        }

        result.Write(file.AsSpan(at));
        return result.ToArray();
    }
}
