namespace PipelineKit.Canary;

/// <summary>Quickselect (Hoare): a value by its place in ascending order, without sorting the rest.</summary>
internal static class Selection
{
    private const int FewEnough = 12;

    /// <summary>The value; the order of the others is changed.</summary>
    /// <param name="values">Not empty, and all are numbers.</param>
    /// <param name="place">From 0.</param>
    internal static double Of(Span<double> values, int place)
    {
        while (values.Length > FewEnough)
        {
            var pivot = Middle(values[0], values[values.Length / 2], values[^1]);
            var (i, j) = (0, values.Length - 1);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (place <= j)
            {
                values = values[..(j + 1)];
            }
            else if (place >= i)
            {
                values = values[i..];
                place -= i;
            }
            else
            {
                return pivot;
            }
        }

        values.Sort();
        return values[place];
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
