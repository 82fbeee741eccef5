using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

public sealed class VexFuzzTests
{
    private static readonly string[] Documents =
    [
        VexSample.OpenVex("\"status\":\"not_affected\"," + VexSample.Reason, "[{\"@id\":\"pkg:oci/app@sha256%3A00\",\"hashes\":{\"sha-256\":\"00\"},\"subcomponents\":[\"pkg:npm/x@1\"]}]").Replace("\"00\"", $"\"{new string('0', 64)}\"", StringComparison.Ordinal),
        VexSample.Csaf(
            "{\"full_product_names\":[{\"product_id\":\"A\",\"name\":\"a\"},{\"product_id\":\"B\",\"name\":\"b\"}],\"relationships\":[{\"full_product_name\":{\"product_id\":\"A:B\",\"name\":\"x\"},\"product_reference\":\"A\",\"relates_to_product_reference\":\"B\"}]}",
            "\"product_status\":{\"known_not_affected\":[\"A:B\"],\"fixed\":[\"A\"]},\"flags\":[{\"label\":\"component_not_present\",\"product_ids\":[\"A:B\"]}]"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_damaged_document_is_read_or_refused(int document) =>
        Prop.ForAll(Damage(Documents[document]), bytes =>
        {
            try
            {
                Assert.All(VexSample.Read(bytes).Vex, s => Assert.True(s is { Vulnerabilities.Count: > 0, Products.Count: > 0 }));
            }
            catch (EvidenceException refused)
            {
                Assert.Equal("a.json", refused.Name);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Arbitrary<byte[]> Damage(string text) =>
        Arb.From(
            from changes in Gen.ListOf(
                from at in Gen.Choose(0, text.Length - 1)
                from length in Gen.Choose(0, 8)
                from with in Gen.Elements("", "\"", "null", "{}", "[]", "1", ",", ":", "{", "}", "[", "]", "\\ud800", "\0", "\u00e9", "\"A\"", "\"\"")
                select (at, length, with))
            select Encoding.UTF8.GetBytes(changes.Take(3).Aggregate(text, (t, c) =>
                c.at < t.Length ? string.Concat(t.AsSpan(0, c.at), c.with, t.AsSpan(Math.Min(t.Length, c.at + c.length))) : t)));
}
