using System.Globalization;
using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class InTotoStatementTests
{
    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void A_statement_of_the_older_type_is_read_and_written_as_the_newer()
    {
        var statement = Parse($$$"""{"_type":"https://in-toto.io/Statement/v0.1","subject":[{"name":"n","digest":{"sha512":"{{{Hash + Hash}}}","sha256":"{{{Hash}}}"},"annotations":{"b":"2","a":"1"} }],"predicateType":"p","predicate":{"x":[1,"é"]} }""");

        Assert.Equal(InTotoStatement.TypeV01, statement.Type);
        Assert.Equal(
            $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"n","digest":{"sha256":"{{{Hash}}}","sha512":"{{{Hash + Hash}}}"},"annotations":{"a":"1","b":"2"}}],"predicateType":"p","predicate":{"x":[1,"é"]}}""",
            Encoding.UTF8.GetString(statement.ToJson()));
    }

    [Theory]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v2","subject":[],"predicateType":"p"}""", "_type")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"p"}""", "subject is missing")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{}}],"predicateType":"p"}""", "subject[0].digest is missing")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"E3"}}],"predicateType":"p"}""", "64 lower-case hex digits")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":1}}],"predicateType":"p"}""", "is not a string")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"gitCommit":"a"}}]}""", "predicateType is missing")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"gitCommit":"a"}}],"predicateType":"p","predicate":[]}""", "predicate is not an object")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","_type":"x"}""", "not JSON that can be trusted")]
    public void What_is_wrong_is_named(string json, string problem) =>
        Assert.Contains(problem, Assert.Throws<SigstoreFormatException>(() => Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Subjects_and_digests_are_counted_before_they_are_read()
    {
        var subjects = string.Join(',', Enumerable.Repeat("{}", InTotoStatement.MaximumSubjects + 1));
        var digests = string.Join(',', Enumerable.Range(0, InTotoStatement.MaximumDigests + 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"d{i}\":\"x\"")));

        Assert.Contains("more than", Assert.Throws<SigstoreFormatException>(() => Parse($$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{{subjects}}]}""")).Message, StringComparison.Ordinal);
        Assert.Contains("more than", Assert.Throws<SigstoreFormatException>(() => Parse($$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{ {{{digests}}} }}]}""")).Message, StringComparison.Ordinal);
    }

    private static InTotoStatement Parse(string json) => InTotoStatement.Parse(Encoding.UTF8.GetBytes(json));
}
