using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class EventRateTests
{
    // pbeta and qbeta of R, which can be computed by hand too: I(x; 1, b) = 1 - (1 - x)^b, I(x; a, 1) = x^a.
    [Theory]
    [InlineData(0.5, 2, 2, 0.5)]
    [InlineData(0.2, 1, 5, 0.67232)]
    [InlineData(0.9, 7, 1, 0.4782969)]
    [InlineData(0.3, 3, 4, 0.25569)]
    [InlineData(0.1, 2, 19, 0.60825300187483)]
    [InlineData(0, 2, 3, 0)]
    [InlineData(1, 2, 3, 1)]
    public void The_incomplete_beta_function_is_what_it_is(double x, double a, double b, double expected) => Assert.Equal(expected, IncompleteBeta.At(x, a, b), 1e-8);

    [Fact]
    public void It_is_a_sum_of_binomial_probabilities()
    {
        foreach (var (n, k, p) in (IReadOnlyList<(int, int, double)>)[(10, 3, 0.2), (50, 1, 0.01), (200, 30, 0.1), (1000, 12, 0.004), (40, 39, 0.9)])
        {
            var sum = 0.0;
            for (var i = k; i <= n; i++)
            {
                sum += Math.Exp(IncompleteBeta.LogGamma(n + 1) - IncompleteBeta.LogGamma(i + 1) - IncompleteBeta.LogGamma(n - i + 1) + (i * Math.Log(p)) + ((n - i) * Math.Log(1 - p)));
            }

            Assert.Equal(sum, IncompleteBeta.At(p, k, n - k + 1), 1e-10);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 3.1780538303479458)]
    [InlineData(0.5, 0.5723649429247001)]
    [InlineData(0.25, 1.2880225246980774)]
    [InlineData(101, 363.73937555556349)]
    public void The_gamma_function_is_what_it_is(double x, double expected) => Assert.Equal(expected, IncompleteBeta.LogGamma(x), 1e-10);

    // Where all are bad the bound is risk^(1/n), where one is it is 1 - (1 - risk)^(1/n); the others are those of binom.test of R.
    [Theory]
    [InlineData(10, 10, 0.05, 0.7411344491)]
    [InlineData(1, 100, 0.01, 0.00010049829)]
    [InlineData(1, 20, 0.01, 0.00050238984)]
    [InlineData(0, 100, 0.01, 0)]
    [InlineData(0, 0, 0.01, 0)]
    public void The_interval_is_that_of_Clopper_and_Pearson(double bad, double all, double risk, double expected) => Assert.Equal(expected, EventRate.AtLeast(bad, all, risk), 1e-8);

    [Fact]
    public void A_bound_for_all_looks_is_below_one_for_a_single_look_and_both_below_what_was_seen()
    {
        foreach (var (bad, all) in (IReadOnlyList<(double, double)>)[(1, 20), (5, 100), (30, 10_000), (500, 1000), (1000, 1000)])
        {
            var (always, once) = (EventRate.AtLeastAlways(bad, all, 0.01), EventRate.AtLeast(bad, all, 0.01));
            Assert.True(always < once && once < bad / all && always >= 0, $"{bad} of {all}: {always}, {once}");
        }
    }

    [Fact]
    public void The_evidence_is_an_e_process_at_the_boundary()
    {
        // The mean over all outcomes of n events whose rate is the one asked about is 1, exactly.
        const int Events = 60;
        const double Rate = 0.07;
        var mean = 0.0;
        for (var k = 0; k <= Events; k++)
        {
            mean += Math.Exp(IncompleteBeta.LogGamma(Events + 1) - IncompleteBeta.LogGamma(k + 1) - IncompleteBeta.LogGamma(Events - k + 1) + (k * Math.Log(Rate)) + ((Events - k) * Math.Log(1 - Rate)) + EventRate.LogEvidence(k, Events, Rate));
        }

        Assert.Equal(1, mean, 1e-9);
    }
}
