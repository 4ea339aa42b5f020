"""The 2017 directory of opioid treatment programs in the United States: real, old, imported as users do."""
