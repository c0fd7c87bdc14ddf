namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What is done to the numbers of a model: which steps, and which of their groups and layers are left as they are.</summary>
/// <param name="On">The steps.</param>
internal sealed record RecipeSteps(RecipeStep On)
{
    public static RecipeSteps None { get; } = new(RecipeStep.None);

    /// <summary>The names of groups and layers, that no step changes.</summary>
    public IReadOnlyCollection<string> Refused { get; init; } = [];

    /// <summary>What <see cref="RecipeStep.RangeDescent"/> found for the ranges of tensors. A saved table has the ranges instead.</summary>
    public IReadOnlyDictionary<string, RangeMove> Moves { get; init; } = new Dictionary<string, RangeMove>();

    /// <summary>How <see cref="RecipeStep.Equalize"/> chooses.</summary>
    public EqualizationRules Equalization { get; init; } = EqualizationRules.Usual;

    /// <summary>How many times, at the least, clipped values count where <see cref="RecipeStep.ConsumerRanges"/> chooses.</summary>
    public double Clipping { get; init; } = 1;

    /// <summary>The steps by name, in their order.</summary>
    public IReadOnlyList<string> Names => [.. Enum.GetValues<RecipeStep>().Where(step => step != RecipeStep.None && Has(step)).Select(step => step.ToString())];

    public bool Has(RecipeStep step) => (On & step) != 0;

    public bool Keeps(string group) => !Refused.Contains(group);

    public RecipeSteps With(RecipeStep step) => this with { On = On | step };

    /// <summary>The steps of these names; <see langword="null"/> where one is no step.</summary>
    public static RecipeSteps? Parse(IEnumerable<string> names)
    {
        var steps = None;
        foreach (string name in names)
        {
            if (!Enum.TryParse<RecipeStep>(name, out var step) || step.ToString() != name)
            {
                return null;
            }

            steps = steps.With(step);
        }

        return steps;
    }
}
