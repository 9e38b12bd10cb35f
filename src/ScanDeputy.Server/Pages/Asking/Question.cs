namespace ScanDeputy.Server.Pages.Asking;

/// <summary>What is asked once before something that cannot be undone.</summary>
/// <param name="Title">What is about to be done, of whom or what.</param>
/// <param name="Consequences">What follows from it, counted.</param>
/// <param name="Yes">The button that does it.</param>
/// <param name="Back">The page to go back to without doing it.</param>
public sealed record Question(string Title, IReadOnlyList<string> Consequences, string Yes, string Back);

/// <summary>The question with the form that it came from, to be sent again by who says yes.</summary>
public sealed record AskedForm(Question Question, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields);
