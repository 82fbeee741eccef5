using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufDelegationTests : TufScenario
{
    private IEnumerable<string> AskedRoles => Repository.Requests.Where(r => r.EndsWith(".json", StringComparison.Ordinal) && r.StartsWith("1.", StringComparison.Ordinal)).Select(r => r[2..^5]).Skip(2);

    [Fact]
    public async Task A_delegated_target_is_found()
    {
        Repository.Delegate("targets", "team", paths: "team/*");
        Repository.AddTarget("team/a", "of the team"u8.ToArray(), "team");
        Repository.Publish();
        await AssertGivesAsync("of the team", "team/a");
    }

    [Fact]
    public async Task A_role_is_not_asked_for_what_it_is_not_trusted_with()
    {
        Repository.Delegate("targets", "team", paths: "team/*");
        Repository.AddTarget("other/a", "stolen"u8.ToArray(), "team");
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.NoTarget, "no role of the repository vouches", "other/a");
        Assert.Empty(AskedRoles);
    }

    [Fact]
    public async Task Roles_are_asked_depth_first_in_their_order()
    {
        Repository.Delegate("targets", "a", paths: "*");
        Repository.Delegate("targets", "d", paths: "*");
        Repository.Delegate("a", "b", paths: "*");
        Repository.Delegate("a", "c", paths: "*");
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.NoTarget, "no role", "x");
        Assert.Equal(["a", "b", "c", "d"], AskedRoles);
    }

    [Fact]
    public async Task The_first_role_that_lists_the_target_decides()
    {
        Repository.Delegate("targets", "first", paths: "*");
        Repository.Delegate("targets", "second", paths: "*");
        Repository.Delegate("first", "below", paths: "*");
        Repository.AddTarget("x", "below the first"u8.ToArray(), "below");
        Repository.AddTarget("x", "the second"u8.ToArray(), "second");
        Repository.Publish();
        await AssertGivesAsync("below the first", "x");
    }

    [Fact]
    public async Task After_a_terminating_role_nobody_is_asked()
    {
        Repository.Delegate("targets", "a", paths: "*");
        Repository.Delegate("targets", "z", paths: "*");
        Repository.Delegate("a", "b", terminating: true, "*");
        Repository.Delegate("a", "c", paths: "*");
        Repository.Delegate("b", "e", paths: "*");
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.NoTarget, "no role", "x");
        Assert.Equal(["a", "b", "e"], AskedRoles);
    }

    [Fact]
    public async Task A_terminating_role_that_does_not_cover_the_target_ends_nothing()
    {
        Repository.Delegate("targets", "a", terminating: true, "y*");
        Repository.Delegate("targets", "b", paths: "*");
        Repository.AddTarget("x", "of b"u8.ToArray(), "b");
        Repository.Publish();
        await AssertGivesAsync("of b", "x");
    }

    [Fact]
    public async Task Roles_that_delegate_in_a_circle_are_asked_once()
    {
        Repository.Delegate("targets", "a", paths: "*");
        Repository.Delegate("a", "b", paths: "*");
        Repository.Delegate("b", "a", paths: "*");
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.NoTarget, "no role", "x");
        Assert.Equal(["a", "b"], AskedRoles);
    }

    [Fact]
    public async Task No_more_than_32_roles_are_asked()
    {
        for (var i = 0; i < 40; i++)
        {
            Repository.Delegate(i == 0 ? "targets" : Name(i - 1), Name(i), paths: "*");
        }

        Repository.AddTarget("x", "far away"u8.ToArray(), Name(39));
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.NoTarget, "none of the first 32 roles", "x");
        Assert.Equal(31, AskedRoles.Count());

        static string Name(int i) => "role" + i.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_role_is_found_by_the_prefix_of_the_paths_hash()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("bins/x"u8));
        Prefixes(Repository.Delegate("targets", "other"), hash[0] == 'f' ? "0" : "f");
        Prefixes(Repository.Delegate("targets", "bin"), hash[..2]);
        Repository.AddTarget("bins/x", "binned"u8.ToArray(), "bin");
        Repository.Publish();
        await AssertGivesAsync("binned", "bins/x");
        Assert.Equal(["bin"], AskedRoles);

        static void Prefixes(JsonObject role, string prefix)
        {
            role.Remove("paths");
            role["path_hash_prefixes"] = new JsonArray(prefix);
        }
    }

    [Fact]
    public async Task A_delegated_role_of_another_key_is_refused()
    {
        Repository.Delegate("targets", "team", paths: "*");
        Repository.Signers["team"] = [TufTestKey.Edwards()];
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Unsigned, "team: version 1", "x");
    }

    [Fact]
    public async Task A_delegated_role_that_expired_is_refused()
    {
        Repository.Delegate("targets", "team", paths: "*");
        Repository.Signed["team"]["expires"] = "2030-01-01T00:00:00Z";
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Expired, "team: version 1", "x");
    }

    [Fact]
    public async Task A_delegated_role_that_the_snapshot_does_not_list_is_refused()
    {
        Repository.Delegate("targets", "team", paths: "*");
        Repository.Publish();
        Repository.Signed["snapshot"]["meta"]!.AsObject().Remove("team.json");
        Repository.WriteSnapshot(describe: false);
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Malformed, "team.json is not listed", "x");
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("..\\evil")]
    [InlineData("ünïcode and spaces?#%2e")]
    [InlineData(".")]
    public async Task A_role_whose_name_looks_like_a_path_stays_in_its_place(string name)
    {
        Repository.Delegate("targets", name, paths: "*");
        Repository.AddTarget("x", "content"u8.ToArray(), name);
        Repository.Publish();
        await AssertGivesAsync("content", "x");
        await AssertGivesAsync("content", "x");
        Assert.Empty(AskedRoles);
        var parents = Directory.GetFiles(Folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(Path.GetRelativePath(Folder.Path, f))!).Distinct(StringComparer.Ordinal);
        Assert.Equal(3, parents.Count());
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    [InlineData("")]
    [InlineData("team\n##[error]")]
    public async Task A_delegated_role_may_not_have_the_name_of_a_top_role(string name)
    {
        Repository.Delegate("targets", "team", paths: "*")["name"] = name;
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Malformed, "is not a name that a delegated role may have");
    }

    [Fact]
    public async Task A_role_with_both_or_neither_way_of_choosing_is_refused()
    {
        var role = Repository.Delegate("targets", "team", paths: "*");
        role["path_hash_prefixes"] = new JsonArray("0");
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Malformed, "exactly one of paths and path_hash_prefixes");

        role.Remove("paths");
        role.Remove("path_hash_prefixes");
        Repository.PublishNext();
        await AssertRefusedAsync(TufProblem.Malformed, "exactly one of paths and path_hash_prefixes");
    }

    [Fact]
    public async Task A_name_given_to_two_delegations_is_refused()
    {
        Repository.Delegate("targets", "team", paths: "*");
        Repository.Delegate("targets", "team", paths: "a");
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Malformed, "gives a name twice");
    }

    [Theory]
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("*/*", "a/b", true)]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/*", "b/a", false)]
    [InlineData("a/*", "A/b", false)]
    [InlineData("a/*.tgz", "a/foo.tgz", true)]
    [InlineData("a/*.tgz", "a/foo.tgz.sig", false)]
    [InlineData("foo-?.bin", "foo-1.bin", true)]
    [InlineData("foo-?.bin", "foo-12.bin", false)]
    [InlineData("foo-?.bin", "foo-.bin", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("*a*b*c", "xxaxbxxbxc", true)]
    [InlineData("*a*b*c", "xxaxbxxbx", false)]
    [InlineData("**", "abc", true)]
    [InlineData("A/*", "a/b", false)]
    [InlineData("[ab]", "a", false)]
    [InlineData("[ab]", "[ab]", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("", "a", false)]
    public void Patterns_cover_names_segment_by_segment(string pattern, string name, bool covers) => Assert.Equal(covers, TufPath.Matches(pattern, name));

    [Fact]
    public void A_pattern_of_many_stars_takes_no_more_than_the_product_of_the_lengths() =>
        Assert.False(TufPath.Matches(new StringBuilder().Insert(0, "*a", 400).ToString(), new string('a', 399) + "b"));
}
