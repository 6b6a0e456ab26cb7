"""How does a list of paper certificates, brought as a workbook with a ZIP of scans, become declared certificates?"""
