using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Evidence.Tests.Versions;

public sealed class VersionOrderProperties
{
    public static TheoryData<VersionScheme> Schemes { get; } = [.. Enum.GetValues<VersionScheme>()];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Versions_have_a_total_order(VersionScheme scheme)
    {
        var versions = VersionSamples.Of(Parts(scheme), 300);
        Assert.All(versions, v => Assert.True(scheme == VersionScheme.Unknown || VersionOrder.Compare(scheme, v, v) == 0, v));
        Prop.ForAll(Gen.Elements<string>(versions).Three().ToArbitrary(), triple =>
        {
            var (a, b, c) = triple;
            if (VersionOrder.Compare(scheme, a, b) is not { } ab || VersionOrder.Compare(scheme, b, c) is not { } bc || VersionOrder.Compare(scheme, a, c) is not { } ac)
            {
                return scheme == VersionScheme.Unknown;
            }

            var isAntisymmetric = Math.Sign(ab) == -Math.Sign(VersionOrder.Compare(scheme, b, a)!.Value);
            return isAntisymmetric && (ab > 0 || bc > 0 || (ab == 0 && bc == 0 ? ac == 0 : ac < 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Any_text_is_compared_without_an_exception_and_both_ways_alike(VersionScheme scheme) =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((left, right) =>
        {
            var order = VersionOrder.Compare(scheme, left.Get, right.Get);
            var back = VersionOrder.Compare(scheme, right.Get, left.Get);
            return order is null ? back is null : Math.Sign(order.Value) == -Math.Sign(back!.Value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string[] Parts(VersionScheme scheme) => scheme switch
    {
        VersionScheme.Debian => VersionSamples.Debian,
        VersionScheme.Apk => VersionSamples.Apk,
        VersionScheme.Rpm => VersionSamples.Rpm,
        VersionScheme.NuGet => VersionSamples.NuGet,
        VersionScheme.Python => VersionSamples.Python,
        VersionScheme.Maven => VersionSamples.OrderedMaven,
        VersionScheme.Ruby => VersionSamples.Ruby,
        _ => VersionSamples.Semantic,
    };
}
