using System.Text.RegularExpressions;

namespace ClinicalEngagement.Domain.Listening;

/// <summary>What words are about that a project's form is the wrong place for.</summary>
public enum PersonalMatter
{
    /// <summary>The writer is not well.</summary>
    Distress,

    /// <summary>A patient was harmed, or is about to be.</summary>
    Safety,

    /// <summary>Somebody behaves as nobody should.</summary>
    Conduct,
}

/// <summary>
/// Notices words about safety, distress or conduct among those that were meant for a project: they are not processed as feedback, and
/// whoever wrote them is told at once whom to turn to.
/// </summary>
/// <remarks>
/// A list of phrases is no judgement. It is meant to notice too much rather than too little: a false alarm costs its writer one click
/// (“this is about the project”), a missed one leaves somebody alone or a patient in danger. What the list does not know, it misses: the form
/// therefore says to everybody that it is read by the project lead, within ten working days, and is not for emergencies. Words that belong
/// to the work itself (“unsafe without a second nurse”, “falls”, “mortality”, “burnout in the team”) are left to the project.
/// </remarks>
public static partial class PersonalWords
{
    /// <summary>What they are about, the most urgent first, or null when nothing of the kind was noticed.</summary>
    public static PersonalMatter? Find(string words)
    {
        var text = words.Replace('’', '\'').Replace('\u2011', '-');
        return DistressWords().IsMatch(text) ? PersonalMatter.Distress
            : SafetyWords().IsMatch(text) ? PersonalMatter.Safety
            : ConductWords().IsMatch(text) ? PersonalMatter.Conduct
            : null;
    }

    [GeneratedRegex(
        @"\b(?:suicid\w*|(?:kill|hurt|harm)(?:ing)? myself|end(?:ing)? (?:my life|it all)|(?:want|wish) to die|self[- ]harm\w*|no reason to live|better off (?:dead|without me)"
        + @"|(?:i|we) (?:can't|cannot|can not|couldn't) (?:go on|cope|take (?:it|this|any) ?(?:any)? ?(?:more|longer)?)|(?:i'm|i am|am) not coping|at (?:my|the end of my) (?:breaking point|wits' end|tether)"
        + @"|(?:i'm|i am|i feel|i'm feeling) (?:so |completely |utterly )?(?:depressed|suicidal|desperate|hopeless|broken|burn(?:t|ed)[- ]?out|at breaking point)|panic attacks?|in tears|cry(?:ing)? (?:at|after|before) work"
        + @"|(?:afraid|scared|frightened) (?:to come to|of coming to|at) work)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DistressWords();

    [GeneratedRegex(
        @"\b(?:never events?|serious incidents?|patient safety incidents?|near[- ]miss(?:es)?|wrong[- ](?:site|side|patient|drug|dose)|safeguarding|covered[- ]up|cover(?:ing)?[- ]up"
        + @"|(?:a|the|this|that|my|our|one) (?:patient|baby|child|mother|woman|man|resident)s? (?:was|were|is being|are being|has been|have been|nearly|almost|just) (?:\w+ )?(?:harmed|injured|killed|died|neglected|abused|assaulted)"
        + @"|(?:patients?|bab(?:y|ies)|child(?:ren)?|mothers?|residents?) (?:was|were|are being|have been|has been|is being) (?:\w+ )?(?:harmed|injured|killed|neglected|abused|assaulted)"
        + @"|(?:patients?|bab(?:y|ies)|child(?:ren)?|somebody|someone) (?:died|dies|will die|is going to die|are going to die|could have died) (?:because|as a result|from our|through our|tonight|today|yesterday)"
        + @"|(?:immediate|imminent) danger)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SafetyWords();

    [GeneratedRegex(
        @"\b(?:bull(?:y|ied|ies|ying)|harass(?:es|ed|ing|ment)?|discriminat(?:es|ed|ing|ion) against (?:me|us|him|her|them)|racis[mt]s?|sexis[mt]s?|homophob\w+|transphob\w+|misogyn\w+|antisemit\w+|islamophob\w+"
        + @"|sexual(?:ly)? (?:harass\w*|assault\w*|misconduct|safety)|grop(?:ed|ing)|assault(?:s|ed|ing)?|whistle[- ]?blow\w*|fraud\w*|falsif\w+|intimidat\w+|humiliat\w+|victimis\w+"
        + @"|threat(?:ens|ened|ening) (?:me|us|him|her|staff|nurses|juniors)|gross misconduct|drunk (?:at|on) (?:work|duty|shift|call)|under the influence|stealing|speak(?:ing)? up about)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConductWords();
}
