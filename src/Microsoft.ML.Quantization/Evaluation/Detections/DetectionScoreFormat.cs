namespace Microsoft.ML.Quantization;

/// <summary>What stands beside a box, where boxes and scores are in one output.</summary>
public enum DetectionScoreFormat
{
    /// <summary>
    /// By the number of classes: with as many numbers beside a box it is <see cref="EachClass"/>, with one more <see cref="ObjectnessAndEachClass"/>, with two, and more classes than two,
    /// <see cref="ScoreAndClass"/>. Where the number of classes is not known and there is more than one number, there is no telling, and the evaluation says what to set.
    /// </summary>
    Auto,

    /// <summary>A score for each class.</summary>
    EachClass,

    /// <summary>How sure it is that there is something, then a score for each class; a class has the product of the two.</summary>
    ObjectnessAndEachClass,

    /// <summary>One score, and the number of the class that it is for.</summary>
    ScoreAndClass,
}
