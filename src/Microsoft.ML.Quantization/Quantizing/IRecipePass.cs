using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>One pass over the numbers of a model. Passes run in the order of <see cref="RecipePasses.All"/>.</summary>
internal interface IRecipePass
{
    /// <summary>The steps that it carries out; it runs where any of them is on.</summary>
    RecipeStep Steps { get; }

    /// <summary>What it can change and be refused, one by one; empty where it is one piece.</summary>
    IReadOnlyList<RecipeGroup> Groups(RecipeDraft draft);

    /// <summary>Changes the numbers.</summary>
    /// <param name="draft">The numbers that the passes before it left.</param>
    /// <param name="steps">What is on, and what is left as it is. What comes out depends on nothing else of it than <see cref="Steps"/> and what is refused.</param>
    /// <returns>The changed numbers; the draft itself where nothing changes.</returns>
    RecipeDraft Apply(RecipeDraft draft, RecipeSteps steps);
}
