using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class ContactsTests
{
    [Theory]
    [InlineData("""{"authors":[{"name":"Ann","email":"ann@example.com"}]}""", "ann@example.com")]
    [InlineData("""{"supplier":{"name":"Acme","url":["https://acme.example"],"contact":[{"email":"sbom@acme.example"}]}}""", "https://acme.example sbom@acme.example")]
    [InlineData("""{"manufacturer":{"name":"Acme","url":["https://acme.example"]}}""", "https://acme.example")]
    [InlineData("""{"authors":[{"name":"Ann"}]}""", "")]
    public void Whoever_made_a_bill_of_materials_can_be_reached_where_it_says_so(string metadata, string expected)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{{metadata}}}"""));

        var document = EvidenceReader.Read(content, "sbom.json", EvidenceLimits.Default, CancellationToken.None);

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), document.Bom!.Contacts);
    }
}
