using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Scoring.Tests.Properties;

/// <summary>Runs an assertion on random values and reports the one that breaks it.</summary>
internal static class Always
{
    public static void True<T>(Gen<T> values, Action<T> assertion, int times = 1000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true), Prop.ForAll(values.ToArbitrary(), assertion));
}
