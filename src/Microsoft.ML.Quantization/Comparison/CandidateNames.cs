namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Refuses names that would leave lines of the table alike.</summary>
internal static class CandidateNames
{
    /// <exception cref="ArgumentException">Two have one name, or one has that of the reference.</exception>
    public static void Check(IReadOnlyList<QuantizationCandidate> candidates)
    {
        if (candidates.Any(candidate => candidate.Name == MeasuredMethods.Float))
        {
            throw new ArgumentException($"A candidate is called '{MeasuredMethods.Float}', which is what the table calls the model as it is. Give it another name.", nameof(candidates));
        }

        if (candidates.GroupBy(candidate => candidate.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two candidates are called '{twice.Key}'. Give each a name of its own: that is how the table tells them apart.", nameof(candidates));
        }
    }
}
