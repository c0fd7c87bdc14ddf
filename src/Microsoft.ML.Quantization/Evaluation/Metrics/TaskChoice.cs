namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Decides what an output is compared as, and refuses what does not fit it.</summary>
internal static class TaskChoice
{
    /// <param name="asked">The task, or Auto.</param>
    /// <param name="output">The output that is compared.</param>
    /// <param name="rows">What the labels are.</param>
    /// <param name="inputs">The values of a row of the model's largest input.</param>
    /// <exception cref="InvalidOperationException">The output or the labels are not for that task.</exception>
    public static EvaluationTask Resolve(EvaluationTask asked, OutputForm output, LabelledRows rows, long inputs)
    {
        var task = asked != EvaluationTask.Auto ? asked : rows.HasLabels ? ByLabels(output, rows.LabelIsClass) : ByOutput(output, inputs);
        if (task is EvaluationTask.MulticlassClassification or EvaluationTask.BinaryClassification)
        {
            CheckScores(task, output);
        }

        if (task == EvaluationTask.Regression && !rows.HasLabels)
        {
            throw new InvalidOperationException("A regression is measured against labels: name the label column. To compare INT8 with FP32 without labels, set the task to Embedding.");
        }

        return task;
    }

    /// <param name="task">The task.</param>
    /// <param name="output">The output that is compared.</param>
    /// <param name="labelled">Whether rows have labels.</param>
    /// <param name="probabilities">Whether its values are probabilities.</param>
    public static ITaskMeasure Measure(EvaluationTask task, OutputForm output, bool labelled, bool probabilities) => task switch
    {
        EvaluationTask.MulticlassClassification => new MulticlassMeasure(labelled, checked((int)output.Count), probabilities),
        EvaluationTask.BinaryClassification => new BinaryMeasure(labelled, output.Ending),
        EvaluationTask.Regression => new QuantityMeasure(),
        EvaluationTask.ImageToImage when labelled => new ImageMeasure(),
        _ => new DirectionMeasure(labelled),
    };

    /// <summary>Scores are probabilities by the model's last operator, else if those of the first row are shares that add up to 1.</summary>
    public static bool AreProbabilities(OutputForm output, ReadOnlySpan<float> scores)
    {
        double sum = 0;
        bool shares = true;
        foreach (float score in scores)
        {
            sum += score;
            shares &= score is >= 0 and <= 1;
        }

        return output.Ending == ScoreEnding.Probabilities || (output.Ending == ScoreEnding.Unknown && shares && Math.Abs(sum - 1) < 1e-3);
    }

    private static EvaluationTask ByLabels(OutputForm output, bool labelIsClass)
    {
        if (!labelIsClass)
        {
            return output.IsImage ? EvaluationTask.ImageToImage : EvaluationTask.Regression;
        }

        return output.Count <= 2 ? EvaluationTask.BinaryClassification : EvaluationTask.MulticlassClassification;
    }

    private static EvaluationTask ByOutput(OutputForm output, long inputs)
    {
        if (output.IsImage)
        {
            return EvaluationTask.ImageToImage;
        }

        bool scores = output.IsVector && (output.Ending == ScoreEnding.Probabilities || (output.Count > 1 && output.Count != inputs));
        return !scores ? EvaluationTask.Embedding : output.Count <= 2 ? EvaluationTask.BinaryClassification : EvaluationTask.MulticlassClassification;
    }

    private static void CheckScores(EvaluationTask task, OutputForm output)
    {
        if (!output.IsVector)
        {
            throw new InvalidOperationException(
                $"Output '{output.Name}' is {output.ShapeText} for a row, which is no classification: that has one score for each class. Set the task to {(output.IsImage ? "ImageToImage" : "Embedding")} or Regression.");
        }

        if (task == EvaluationTask.MulticlassClassification && output.Count < 2)
        {
            throw new InvalidOperationException(
                $"Output '{output.Name}' has one score for a row, which is no classification of several classes. Set the task to BinaryClassification for two classes, to Regression for a number.");
        }

        if (task == EvaluationTask.BinaryClassification && output.Count > 2)
        {
            throw new InvalidOperationException($"Output '{output.Name}' has {output.Count} scores for a row, but a binary classification has one or two. Set the task to MulticlassClassification.");
        }
    }
}
